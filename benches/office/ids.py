"""Invented names, addresses and numbers; every check digit is right. No firm, person or number is real."""

from decimal import ROUND_HALF_UP, Decimal as D

CENT = D("0.01")


def cents(value):
    return D(value).quantize(CENT, rounding=ROUND_HALF_UP)


HEADS = ["Brem", "Kroos", "Lisdel", "Wulpen", "Zwin", "Kwelder", "Gorzen", "Turf", "Schelf", "Moer", "Kreek", "Slik", "Zegge", "Gagel",
         "Struis", "Ture", "Karek", "Vlonder", "Stern", "Wadden", "Plagge", "Elzen", "Dras", "Beun", "Hazel", "Krik", "Vennen", "Roer",
         "Oever", "Meerkoet", "Fuut", "Aalb", "Snoek", "Baars", "Otter", "Reiger", "Dodder", "Scholek", "Pimper", "Wikke"]
TAILS = ["veer", "nest", "mijl", "sluis", "akker", "wende", "schuur", "gaard", "terp", "zijl", "baken", "zoom", "bos", "poort", "kolk",
         "wiel", "brink", "weide", "dam", "stee"]
FOREIGN = {
    "DE": (["Eich", "Tann", "Feld", "Krumm", "Weiden", "Stork", "Birken", "Moos", "Hallen", "Rott"], ["brück", "hauser", "acker", "wege", "rainer", "mühl", "stetten", "born"]),
    "BE": (["Zaven", "Leie", "Dender", "Kempen", "Rupel", "Haspen", "Mandel", "Schelde"], ["hove", "beemd", "gat", "oord", "kant", "meers"]),
    "FR": (["Roche", "Clair", "Beau", "Haute", "Vieille", "Mont"], ["vigne", "fleury", "champ", "rivier", "noyer", "tilleul"]),
    "IE": (["Glen", "Kil", "Bally", "Dun", "Clon"], ["harrow", "mirren", "tavin", "coren", "lannock"]),
    "US": (["North", "Cedar", "Blue", "Quill", "Amber"], ["hollow", "lattice", "harbor", "beacon", "mesa"]),
    "GB": (["Thistle", "Hart", "Wick", "Pend", "Marl"], ["combe", "leigh", "stow", "mouth", "den"]),
}
FORMS = {"NL": ["B.V.", "B.V.", "B.V.", "V.O.F.", ""], "DE": ["GmbH", "GmbH", "GmbH & Co. KG"], "BE": ["BV", "NV"], "FR": ["SARL", "SAS"],
         "IE": ["Ltd", "Limited"], "US": ["Inc.", "LLC"], "GB": ["Ltd"]}
STREETS = {
    "NL": ["Ambachtsweg", "Kadeplein", "Sluisstraat", "Veenderij", "Lage Dijk", "Koopvaardij", "Handelskade", "Weverslaan", "Ploegstraat",
           "Smidsgang", "Turfmarkt", "Raadhuislaan", "Esdoornhof", "Zuidwal", "Tolhek", "Brugstraat", "De Werf", "Spoorlaan"],
    "DE": ["Gewerbering", "Hauptstraße", "Am Bahndamm", "Schillerweg", "Industriepark"], "BE": ["Steenweg", "Nijverheidslaan", "Kasteeldreef"],
    "FR": ["rue du Commerce", "avenue de la Gare", "impasse des Lilas"], "IE": ["Custom Quay", "Mount Row"], "US": ["Market Street", "Pine Avenue"],
    "GB": ["Foundry Lane", "King Street"],
}
TOWNS = {
    "NL": [("Amersfoort", 38), ("Zutphen", 72), ("Hoorn", 16), ("Roermond", 60), ("Assen", 94), ("Woerden", 34), ("Goes", 44), ("Ede", 67),
           ("Tiel", 40), ("Sneek", 86), ("Almelo", 76), ("Oss", 53), ("Weert", 60), ("Kampen", 82), ("Waalwijk", 51), ("Delft", 26)],
    "DE": [("Kleve", "47533"), ("Münster", "48151"), ("Aachen", "52070"), ("Emden", "26721")], "BE": [("Turnhout", "2300"), ("Gent", "9000"), ("Hasselt", "3500")],
    "FR": [("Lille", "59800"), ("Reims", "51100")], "IE": [("Dublin", "D04 X2K8"), ("Cork", "T12 W8KC")], "US": [("Portland", "OR 97205"), ("Austin", "TX 78701")],
    "GB": [("Leeds", "LS1 4DY"), ("Norwich", "NR2 1AB")],
}
LAND = {"NL": "Nederland", "DE": "Deutschland", "BE": "België", "FR": "France", "IE": "Ireland", "US": "United States", "GB": "United Kingdom"}
INITIALS = ["A.", "B.J.", "C.", "D.M.", "E.", "F.H.", "G.", "H.", "J.P.", "K.", "L.", "M.C.", "N.", "R.", "S.", "T.W.", "W."]
SURNAMES = ["Terwolde", "van Oeveren", "Hilberdink", "Schraven", "de Koekoek", "Nieuwkamp", "Zoutendijk", "Bremmer", "Lankhaar", "Verhagen",
            "Oostwoud", "Kiestra", "Ruimveld", "Tjaardsma", "van de Wiel", "Haverkorn"]
BANKS = ["RABO", "INGB", "ABNA", "TRIO", "KNAB", "SNSB", "BUNQ", "ASNB"]


def mod97(text):
    return int("".join(str(int(c, 36)) for c in text)) % 97


def digits(rng, count):
    return "".join(rng.choice("0123456789") for _ in range(count))


def iban(rng, country="NL"):
    """An account number with right check digits, inside too where the country asks for it."""
    if country == "NL":
        while True:
            account = "0" + digits(rng, 9)
            if sum((10 - i) * int(c) for i, c in enumerate(account)) % 11 == 0 and account[1] != "0":
                break
        body = rng.choice(BANKS) + account
    elif country == "BE":
        head = rng.choice("123456789") + digits(rng, 9)
        body = head + f"{int(head) % 97 or 97:02d}"
    elif country == "FR":
        head = digits(rng, 21)
        body = head + f"{97 - (89 * int(head[:5]) + 15 * int(head[5:10]) + 3 * int(head[10:])) % 97:02d}"
    elif country in ("IE", "GB"):
        body = rng.choice(["AIBK", "BOFI"] if country == "IE" else ["LOYD", "BARC"]) + digits(rng, 14)
    elif country == "US":
        return None
    else:
        body = digits(rng, 18)
    return f"{country}{98 - mod97(body + country + '00'):02d}{body}"


def eleven(rng, first="8"):
    """Nine digits that pass the eleven-test of an RSIN."""
    while True:
        body = first + digits(rng, 8 - len(first))
        check = sum((9 - i) * int(c) for i, c in enumerate(body)) % 11
        if check < 10:
            return body + str(check)


def vat_id(rng, country="NL", sole=False):
    if country == "NL" and sole:
        while True:
            text = f"NL00{digits(rng, 7)}B"
            for last in range(2, 99):
                if mod97(f"{text}{last:02d}") == 1:
                    return f"{text}{last:02d}"
    if country == "NL":
        return f"NL{eleven(rng)}B0{rng.choice('1112')}"
    if country == "BE":
        body = "0" + rng.choice("456789") + digits(rng, 6)
        return f"BE{body}{97 - int(body) % 97:02d}"
    if country == "DE":
        body, product = [rng.randint(1, 9)] + [rng.randint(0, 9) for _ in range(7)], 10
        for digit in body:
            product = 2 * ((digit + product) % 10 or 10) % 11
        return "DE" + "".join(map(str, body)) + str((11 - product) % 10)
    if country == "FR":
        while True:
            siren = digits(rng, 9)
            total = sum(sum(divmod(int(c) * (1 + i % 2), 10)) for i, c in enumerate(siren))
            if total % 10 == 0:
                return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
    if country == "IE":
        body = digits(rng, 7)
        total = sum((8 - i) * int(c) for i, c in enumerate(body)) + 9 * 8
        return f"IE{body}{'WABCDEFGHIJKLMNOPQRSTUV'[total % 23]}H"
    return None  # outside the EU


def kvk(rng):
    return rng.choice("123456789") + digits(rng, 7)


class Names:
    """Gives each name once in an office."""

    def __init__(self, rng):
        self.rng, self.used = rng, set()

    def stem(self, country="NL"):
        heads, tails = (HEADS, TAILS) if country == "NL" else FOREIGN[country]
        for _ in range(500):
            stem = self.rng.choice(heads) + self.rng.choice(tails)
            if stem not in self.used:
                self.used.add(stem)
                return stem
        raise RuntimeError("no name left")

    def person(self):
        return f"{self.rng.choice(INITIALS)} {self.rng.choice(SURNAMES)}"

    def address(self, country="NL"):
        rng = self.rng
        town = rng.choice(TOWNS[country])
        street = f"{rng.choice(STREETS[country])} {rng.randint(2, 240)}"
        if country == "NL":
            postcode = f"{town[1]}{rng.randint(10, 99)} {rng.choice('ABCDEFGHJKLMNPRSTVWXZ')}{rng.choice('ABCDEFGHJKLMNPRTVWXZ')}"
        else:
            postcode = town[1]
        if country == "US":
            street = f"{rng.randint(100, 999)} {rng.choice(STREETS['US'])}"
        return {"street": street, "postcode": postcode, "city": town[0], "country": country}
