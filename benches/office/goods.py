"""What is bought: accounts that an administration may have, kinds of goods with the words on an invoice, and who sells them."""

from dataclasses import dataclass, field

# key: (names, RGS, side: B balance or P profit and loss)
ACCOUNTS = {
    "creditor": (["Crediteuren", "Te betalen aan leveranciers", "Handelscrediteuren"], "BSchCreHac", "B"),
    "debtor": (["Debiteuren", "Te ontvangen van klanten"], "BVorDebHad", "B"),
    "vat_in": (["Te vorderen btw", "Voorbelasting", "Btw inkopen"], "BSchBepBoo", "B"),
    "vat_out_high": (["Af te dragen btw hoog", "Btw verkopen hoog"], "BSchBepBla", "B"),
    "vat_out_low": (["Af te dragen btw laag", "Btw verkopen laag"], "BSchBepBlv", "B"),
    "vat_reverse": (["Btw verlegd", "Af te dragen btw verlegd naar ons"], "BSchBepBlw", "B"),
    "vat_eu": (["Btw verwerving EU", "Af te dragen btw binnen de EU"], "BSchBepBlu", "B"),
    "vat_world": (["Btw invoer en diensten buiten EU", "Af te dragen btw buiten de EU"], "BSchBepBlb", "B"),
    "deposit": (["Emballage", "Statiegeld fust en kratten"], "BVrdEmbVoo", "B"),
    "bank": (["Bank", "Rekening-courant bank"], "BLimBanRba", "B"),
    "capital": (["Kapitaal", "Eigen vermogen"], "BEivKap", "B"),
    "private": (["Privéopnamen", "Privé gebruik"], "BEivKapPro", "B"),
    "suspense": (["Vraagposten", "Nog te rubriceren"], "BSchTusTin", "B"),
    "assets": (["Inventaris", "Machines en inventaris"], "BMvaBeiVvp", "B"),
    "sales_high": (["Omzet hoog", "Opbrengst werkzaamheden"], "WOmzNohOlh", "P"),
    "sales_low": (["Omzet laag", "Opbrengst maaltijden"], "WOmzNohOlv", "P"),
    "sales_exempt": (["Omzet vrijgesteld", "Opbrengst behandelingen"], "WOmzNoo", "P"),
    "food": (["Inkoop keuken", "Inkopen levensmiddelen"], "WKprInh", "P"),
    "drinks": (["Inkoop dranken", "Inkopen bar"], "WKprInh", "P"),
    "materials": (["Inkoop bouwmaterialen", "Verbruik materialen"], "WKprKvgKvg", "P"),
    "trade": (["Inkoop handelsgoederen", "Inkopen verkoopartikelen"], "WKprInhInh", "P"),
    "care": (["Verbruiksmateriaal behandelkamer", "Medische benodigdheden"], "WKprKvgKvg", "P"),
    "subcontract": (["Onderaannemers", "Uitbesteed werk"], "WKprKuwKuw", "P"),
    "temp": (["Ingeleend personeel", "Uitzendkrachten"], "WBedOvpUik", "P"),
    "rent": (["Huur pand", "Huisvesting: huur"], "WBedHuiBeh", "P"),
    "energy": (["Gas, water en licht", "Energie"], "WBedHuiElk", "P"),
    "cleaning": (["Schoonmaakkosten", "Schoonmaak en hygiëne"], "WBedHuiSch", "P"),
    "repairs": (["Onderhoud pand", "Reparatie en onderhoud gebouw"], "WBedHuiOng", "P"),
    "waste": (["Afvalverwerking", "Vuilafvoer en containers"], "WBedHuiOvh", "P"),
    "office": (["Kantoorartikelen", "Kantoorbenodigdheden"], "WBedKanKan", "P"),
    "phone": (["Telefoon en internet", "Communicatiekosten"], "WBedKanTef", "P"),
    "software": (["Software en licenties", "Abonnementen software"], "WBedKanSof", "P"),
    "it": (["Automatisering", "Beheer computers"], "WBedKanAut", "P"),
    "small": (["Klein inventaris", "Gereedschap en kleine aanschaf"], "WBedKanKai", "P"),
    "canteen": (["Kantinekosten", "Koffie en lunch personeel"], "WBedOvpKan", "P"),
    "clothes": (["Werkkleding", "Bedrijfskleding en veiligheid"], "WBedOvpBed", "P"),
    "training": (["Scholing", "Opleidingskosten"], "WBedOvpOpl", "P"),
    "fuel": (["Brandstof", "Brandstoffen bedrijfsauto's"], "WBedAutBra", "P"),
    "car": (["Onderhoud auto's", "Reparatie vervoermiddelen"], "WBedAutRoa", "P"),
    "lease": (["Leasekosten auto's", "Operational lease"], "WBedAutOlv", "P"),
    "travel": (["Reis- en verblijfkosten", "Reiskosten"], "WBedVkkRev", "P"),
    "meals": (["Representatie en etentjes", "Zakendiners"], "WBedVkkRep", "P"),
    "adverts": (["Reclame en drukwerk", "Promotiekosten"], "WBedVkkRea", "P"),
    "freight": (["Verzendkosten", "Vrachtkosten"], "WBedVkkVrk", "P"),
    "packing": (["Verpakkingsmateriaal", "Dozen en vulmateriaal"], "WBedVkkVep", "P"),
    "insurance": (["Verzekeringen", "Assurantiepremies"], "WBedAssOva", "P"),
    "accountant": (["Accountantskosten", "Administratiekosten"], "WBedAeaAea", "P"),
    "payroll": (["Kosten loonadministratie", "Salarisverwerking"], "WBedAeaOva", "P"),
    "legal": (["Advieskosten", "Juridisch advies"], "WBedAeaAdv", "P"),
    "dues": (["Contributies en heffingen", "Abonnementen en bijdragen"], "WBedKanCon", "P"),
    "hire": (["Huur machines", "Huur materieel"], "WBedEemHui", "P"),
    "laundry": (["Wasserij en linnen", "Linnenverhuur"], "WBedHuiOhv", "P"),
    "rounding": (["Afrondingsverschillen", "Betalingsverschillen"], "WBedAdlBov", "P"),
}


@dataclass
class Kind:
    """A kind of goods: where it goes, its Dutch rate, and lines (text, unit, price from, to, quantity from, to)."""
    account: str
    rate: int
    items: list
    treat: str = "S"  # S taxed, AE reverse charge, O outside VAT, E exempt, M taxed but never deductible (meals)
    name: str = ""
    words: str = field(default="")  # what a bookkeeper writes of it


def kind(account, rate, items, treat="S", words=""):
    return Kind(account, rate, [(i + ("stuk", 10, 80, 1, 6))[:6] if len(i) < 6 else i for i in items], treat, words=words)


def items(unit, low, high, few, many, *texts):
    return [(text, unit, low, high, few, many) for text in texts]


KINDS = {
    "veg": kind("food", 9, items("kg", 1.2, 6, 3, 40, "Aardappelen vastkokend", "Rode ui", "Winterpeen gewassen", "Trostomaat", "Andijvie krop", "Champignons middel", "Bospeen", "Citroenen"), words="Groente en fruit"),
    "meat": kind("food", 9, items("kg", 8, 24, 2, 18, "Runderlende", "Kipfilet vers", "Varkenshaas", "Gehakt half om half", "Lamsbout", "Spek gerookt"), words="Vlees"),
    "grocery": kind("food", 9, items("doos", 6, 38, 1, 8, "Frituurolie 10 l", "Bloem patent 10 kg", "Slagroom 1 l", "Parmezaan geraspt", "Pasta penne 5 kg", "Zeezout fijn", "Mayonaise emmer", "Tomatenpulp blik"), words="Kruidenierswaren"),
    "wine": kind("drinks", 21, items("fles", 4, 14, 6, 60, "Rode wijn huiswijn", "Witte wijn droog", "Prosecco 75 cl", "Jenever jong", "Kruidenlikeur"), words="Wijn en gedistilleerd"),
    "beer": kind("drinks", 21, items("fust", 62, 148, 1, 8, "Pils fust 50 l", "Witbier fust 20 l", "Blond speciaalbier 24x33 cl", "Alcoholvrij bier krat"), words="Bier"),
    "soda": kind("drinks", 9, items("krat", 9, 22, 2, 18, "Cola 24x20 cl", "Bronwater bruisend krat", "Sinaasappelsap 12x1 l", "Tonic 24x20 cl"), words="Frisdrank"),
    "deposit": kind("deposit", 0, items("st", 3.9, 30, 1, 8, "Statiegeld krat", "Statiegeld fust", "Emballage rolcontainer"), "O", words="Statiegeld"),
    "hygiene": kind("cleaning", 21, items("st", 4, 42, 1, 10, "Vaatwasmiddel 10 l", "Handdoekrollen", "Allesreiniger 5 l", "Vuilniszakken rol", "Toiletpapier baal"), words="Schoonmaakmiddelen"),
    "coffee": kind("drinks", 9, items("kg", 14, 24, 3, 20, "Espressobonen donker", "Koffiebonen mild", "Thee gesorteerd"), words="Koffie en thee"),
    "machine": kind("repairs", 21, items("uur", 55, 95, 1, 4, "Onderhoud espressomachine", "Storing koeling verholpen", "Voorrijkosten"), words="Onderhoud"),
    "rent": kind("rent", 21, items("mnd", 1150, 2900, 1, 1, "Huur bedrijfsruimte", "Huur praktijkruimte"), words="Huur"),
    "rentfree": kind("rent", 0, items("mnd", 780, 2100, 1, 1, "Huur praktijkruimte, vrijgesteld van btw"), "E", words="Huur"),
    "service": kind("energy", 21, items("mnd", 90, 260, 1, 1, "Voorschot servicekosten"), words="Servicekosten"),
    "power": kind("energy", 21, items("kWh", 0.21, 0.32, 400, 3200, "Levering elektriciteit", "Levering stroom dal"), words="Stroom"),
    "gas": kind("energy", 21, items("m3", 0.9, 1.5, 60, 480, "Levering gas", "Netbeheer gas"), words="Gas"),
    "water": kind("energy", 9, items("m3", 1.1, 1.6, 20, 160, "Drinkwater", "Vastrecht water"), words="Water"),
    "clean": kind("cleaning", 21, items("uur", 24, 34, 6, 40, "Schoonmaakwerk dagelijks", "Glasbewassing", "Vloeronderhoud"), words="Schoonmaak"),
    "waste": kind("waste", 21, items("st", 18, 95, 1, 6, "Lediging rolcontainer 1100 l", "Inzameling swill", "Huur container"), words="Afval"),
    "debris": kind("waste", 21, items("ton", 55, 210, 1, 9, "Bouw- en sloopafval", "Stort schoon puin", "Plaatsen container 10 m3"), words="Puin"),
    "paper": kind("office", 21, items("pak", 4, 39, 1, 12, "Kopieerpapier A4 80 g", "Ordners breed", "Balpennen blauw", "Toner zwart", "Enveloppen C5", "Nietjes 24/6"), words="Kantoorartikelen"),
    "pantry": kind("canteen", 9, items("doos", 5, 28, 1, 6, "Koffiebonen kantoor", "Theezakjes", "Koekjes uitdeel", "Suikersticks"), words="Kantine"),
    "chairs": kind("small", 21, items("st", 49, 320, 1, 3, "Bureaustoel", "Monitorarm", "Bureaulamp", "Kluisje"), words="Klein inventaris"),
    "phone": kind("phone", 21, items("mnd", 14, 62, 1, 5, "Mobiel abonnement", "Belbundel zakelijk", "Vaste lijn"), words="Telefoon"),
    "internet": kind("phone", 21, items("mnd", 39, 89, 1, 1, "Glasvezel zakelijk", "Internet en wifi"), words="Internet"),
    "saas": kind("software", 21, items("mnd", 9, 89, 1, 8, "Licentie kassasoftware", "Licentie planning", "Gebruikers boekhoudpakket", "Abonnement roosterprogramma"), words="Licentie"),
    "support": kind("it", 21, items("uur", 68, 105, 1, 8, "Beheer werkplekken", "Support op afstand", "Installatie router"), words="Systeembeheer"),
    "hardware": kind("small", 21, items("st", 29, 380, 1, 2, "Toetsenbord draadloos", "Monitor 27 inch", "Switch 16 poorts", "Dockingstation"), words="Hardware"),
    "insure": kind("insurance", 0, items("st", 85, 640, 1, 1, "Premie bedrijfsaansprakelijkheid incl. 21% assurantiebelasting", "Premie inventaris incl. 21% assurantiebelasting", "Premie rechtsbijstand incl. 21% assurantiebelasting"), "O", words="Premie"),
    "books": kind("accountant", 21, items("uur", 62, 118, 1, 12, "Verzorgen administratie", "Samenstellen jaarrekening", "Aangifte omzetbelasting"), words="Administratie"),
    "payslips": kind("payroll", 21, items("st", 8, 17, 3, 26, "Loonstroken", "Verwerking mutaties salaris"), words="Lonen"),
    "law": kind("legal", 21, items("uur", 145, 235, 1, 6, "Advies huurcontract", "Bespreking arbeidszaak", "Opstellen overeenkomst"), words="Advies"),
    "print": kind("adverts", 21, items("st", 0.12, 1.9, 100, 900, "Flyers A5 kleur", "Menukaarten gelamineerd", "Visitekaartjes", "Posters A2"), words="Drukwerk"),
    "ads": kind("adverts", 21, items("st", 75, 380, 1, 2, "Advertentie regioblad", "Plaatsing online campagne", "Sponsorbord"), words="Advertentie"),
    "linen": kind("laundry", 21, items("st", 0.35, 2.4, 40, 360, "Tafellakens gewassen", "Servetten linnen", "Koksbuizen", "Badhanddoeken"), words="Linnen"),
    "dues": kind("dues", 0, items("st", 90, 410, 1, 1, "Bijdrage brancheorganisatie", "Contributie vereniging"), "E", words="Contributie"),
    "music": kind("dues", 21, items("st", 45, 190, 1, 1, "Licentie achtergrondmuziek"), words="Muziek"),
    "timber": kind("materials", 21, items("st", 4, 48, 4, 60, "Vuren balk 44x69", "Multiplex 18 mm", "OSB plaat 12 mm", "Gipsplaat 12,5 mm", "Isolatieplaat PIR 80 mm"), words="Hout en plaat"),
    "masonry": kind("materials", 21, items("zak", 4, 19, 8, 80, "Metselmortel 25 kg", "Cement 25 kg", "Betonmortel C20/25", "Straatklinkers", "Ophoogzand"), words="Steen en mortel"),
    "fixings": kind("materials", 21, items("doos", 5, 29, 1, 20, "Spaanplaatschroef 5x60", "Slotbout M10", "Kozijnanker", "Montagekit wit"), words="Bevestiging"),
    "tools": kind("small", 21, items("st", 24, 380, 1, 3, "Accuboormachine 18V", "Laserwaterpas", "Handzaag", "Haakse slijper 125 mm"), words="Gereedschap"),
    "wear": kind("clothes", 21, items("st", 18, 115, 1, 8, "Werkbroek zwart", "Veiligheidsschoen S3", "Hi-vis jas", "Werkhandschoenen 12 paar"), words="Werkkleding"),
    "sub": kind("subcontract", 21, items("uur", 44, 62, 16, 120, "Timmerwerk project", "Stucwerk woning", "Metselwerk gevel", "Dakdekkerswerk"), "AE", words="Onderaanneming"),
    "temps": kind("temp", 21, items("uur", 33, 46, 24, 152, "Inzet timmerman", "Inzet grondwerker"), "AE", words="Inleen"),
    "hire": kind("hire", 21, items("dag", 28, 240, 1, 10, "Huur minigraver", "Huur steiger", "Huur aggregaat", "Brandstoftoeslag materieel"), words="Huur machine"),
    "diesel": kind("fuel", 21, items("l", 1.32, 1.68, 25, 190, "Diesel", "Euro 95", "AdBlue"), words="Tanken"),
    "carwash": kind("car", 21, items("st", 9, 18, 1, 3, "Wasbeurt bestelbus", "Autowassen programma 3"), words="Wassen"),
    "lease": kind("lease", 21, items("mnd", 310, 640, 1, 3, "Leasetermijn bestelbus", "Leasetermijn personenauto"), words="Lease"),
    "garage": kind("car", 21, items("uur", 42, 98, 1, 5, "Grote beurt", "Remblokken voor", "Banden zomer", "APK-keuring"), words="Onderhoud auto"),
    "bandage": kind("care", 21, items("doos", 6, 64, 1, 14, "Elastisch tape 5 cm", "Massageolie 5 l", "Nitril handschoenen", "Desinfectie 1 l", "Dry needling naalden"), words="Praktijkmateriaal"),
    "remedy": kind("care", 9, items("st", 7, 48, 1, 12, "Verband steriel", "Medische zalf tube", "Prothese-sok"), words="Hulpmiddelen 9%"),
    "course": kind("training", 0, items("st", 180, 640, 1, 2, "Cursus manuele therapie, vrijgesteld", "Nascholing reanimatie, vrijgesteld"), "E", words="Cursus"),
    "coursetax": kind("training", 21, items("st", 150, 480, 1, 2, "Training planning", "Workshop communicatie"), words="Training"),
    "boxes": kind("packing", 21, items("st", 0.18, 1.6, 100, 800, "Verzenddoos 30x20x15", "Vulkussens", "Tape bedrukt", "Luchtkussenenvelop"), words="Verpakking"),
    "parcels": kind("freight", 21, items("st", 4.2, 7.9, 12, 190, "Pakket binnenland", "Brievenbuspakje", "Toeslag aangetekend"), words="Verzending"),
    "stock": kind("trade", 21, items("st", 3, 46, 6, 90, "Keramiek mok", "Wandklok hout", "Kaarsenhouder messing", "Plaid wol", "Vaas gerecycled glas"), words="Handelsgoederen"),
    "prints": kind("trade", 9, items("st", 3, 16, 5, 60, "Kookboek seizoen", "Agenda met teksten", "Kinderboek"), words="Boeken"),
    "desk": kind("rent", 21, items("mnd", 120, 290, 1, 1, "Flexplek abonnement", "Vergaderruimte"), words="Werkplek"),
    "film": kind("trade", 21, items("st", 4, 58, 1, 10, "Fotopapier A3", "Lijst 50x70", "Inkt cyaan"), words="Fotomateriaal"),
    # Lines that foreign suppliers print; the rate is what a Dutch buyer owes on them.
    "cloud": kind("software", 21, items("mo", 9, 140, 1, 6, "Team workspace", "Cloud storage 2 TB", "Email platform Pro", "Design suite seat"), words="Software"),
    "adsen": kind("adverts", 21, items("st", 60, 460, 1, 1, "Ad campaign clicks", "Sponsored placements"), words="Online advertenties"),
    "fastde": kind("materials", 21, items("Stk", 2, 38, 10, 90, "Dübel Nylon 8 mm", "Schraube verzinkt M8", "Ankerschiene", "Dichtband 20 mm"), words="Bevestiging DE"),
    "machde": kind("repairs", 21, items("Stk", 12, 90, 1, 6, "Ersatzteil Dampflanze", "Filterkorb", "Dichtungssatz"), words="Onderdelen"),
    "porcbe": kind("trade", 21, items("st", 4, 44, 6, 48, "Tafelkleed jacquard", "Servies steengoed", "Theelichthouder"), words="Handelsgoederen BE"),
    "textfr": kind("trade", 21, items("pce", 5, 52, 4, 40, "Bougie parfumée", "Nappe en lin", "Panier osier"), words="Handelsgoederen FR"),
    "stockus": kind("software", 21, items("mo", 12, 99, 1, 3, "Image library plan", "Analytics subscription"), words="Software VS"),
    # Hotel, restaurant and the till.
    "lodging": kind("travel", 21, items("nacht", 84, 168, 1, 3, "Overnachting tweepersoonskamer", "Logies standaardkamer"), words="Hotel"),
    "breakfast": kind("meals", 9, items("st", 14, 22, 1, 4, "Ontbijtbuffet"), "M", words="Ontbijt"),
    "touristtax": kind("travel", 0, items("nacht", 3.1, 7.2, 1, 4, "Toeristenbelasting"), "O", words="Toeristenbelasting"),
    "dinner": kind("meals", 9, items("st", 9, 32, 1, 6, "Daghap", "Salade geitenkaas", "Cappuccino", "Broodje zalm", "Soep van de dag"), "M", words="Diner"),
    "bar": kind("meals", 21, items("st", 4, 9, 1, 6, "Glas wijn", "Pils tap", "Speciaalbier"), "M", words="Dranken"),
    "parking": kind("travel", 21, items("st", 3, 24, 1, 1, "Parkeren", "Dagkaart parkeren"), words="Parkeren"),
    "diy": kind("small", 21, items("st", 3, 36, 1, 3, "Verfroller set", "Stekkerdoos 5 m", "Batterijen AA", "Zaagblad", "Ledlamp E27"), words="Bouwmarkt"),
    "diymat": kind("materials", 21, items("st", 3, 36, 1, 4, "Muurvuller", "Houtlijm 750 ml", "Schroeven assortiment", "Kit transparant"), words="Bouwmarkt"),
    "hotelde": kind("travel", 7, items("Nacht", 88, 150, 1, 3, "Übernachtung Einzelzimmer"), "F", words="Hotel Duitsland"),
    "fairde": kind("adverts", 21, items("Stk", 240, 780, 1, 1, "Standmiete Messe", "Messebau Paket"), words="Beurs"),
}
for key, one in KINDS.items():
    one.name = key
