//! What CII knows and EN 16931 does not (EN 16931-3-3, CII-SR and CII-DT).
//!
//! Left out are rules that say another again (CII-SR-193 and 334), that a business rule says (CII-DT-033: BR-22 and
//! BR-23), and that never take effect where they are defined, because another is asked of the same element before them
//! (CII-DT-010 to 012). Of the two meanings of CII-SR-282 it has the first. Numbers that are in no row have no rule, or
//! are in `cii_syntax`.

use super::super::super::tree::{Attribute, Node};
use super::super::rule::{Rule, Severity};
use super::{Part, Row, Tables, Unless, found_by_walking};

/// What the walk looks for in CII.
pub(super) static TABLES: Tables = Tables {
    parts: &[
        part("", DOCUMENT),
        part("SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem", LINE),
        part(
            "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedTradeProduct",
            PRODUCT,
        ),
        part(
            "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeAgreement",
            LINE_AGREEMENT,
        ),
        part(
            "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeDelivery",
            LINE_DELIVERY,
        ),
        part(
            "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeSettlement",
            LINE_SETTLEMENT,
        ),
        part("SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement", AGREEMENT),
        part("SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery", DELIVERY),
        part("SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement", SETTLEMENT),
        Part { prefix: "CII-DT-", severity: Severity::Warning, root: "", rows: TYPES },
        Part { prefix: "CII-DT-", severity: Severity::Error, root: "", rows: STRICT_TYPES },
    ],
    attributes: &[],
    unless: UNLESS,
    fine: &[
        (Attribute::CurrencyId, "TaxTotalAmount"), // BT-110 and BT-111 differ by it
        (Attribute::CurrencyCodeListVersionId, "TaxTotalAmount"),
    ],
    same: &[],
};

const fn part(root: &'static str, rows: &'static [Row]) -> Part {
    Part { prefix: "CII-SR-", severity: Severity::Warning, root, rows }
}

#[rustfmt::skip]
const DOCUMENT: &[Row] = &[
    (1, "ExchangedDocumentContext", "SpecifiedTransactionID TestIndicator"),
    (4, "*DocumentContextParameter", "Value SpecifiedDocumentVersion"),
    (6, "ExchangedDocumentContext", "BIMSpecifiedDocumentContextParameter ScenarioSpecifiedDocumentContextParameter ApplicationSpecifiedDocumentContextParameter"),
    (11, "ExchangedDocumentContext", "SubsetSpecifiedDocumentContextParameter MessageStandardSpecifiedDocumentContextParameter"),
    (13, "ExchangedDocument", "Name"),
    (15, "ExchangedDocument", "IssueDateTime/DateTime CopyIndicator Purpose ControlRequirementIndicator LanguageID PurposeCode RevisionDateTime VersionID GlobalID RevisionID PreviousRevisionID CategoryCode IncludedNote/Subject IncludedNote/ContentCode"),
    (32, "ExchangedDocument", "IncludedNote/ID EffectiveSpecifiedPeriod IssuerTradeParty"),
    (438, "", "ValuationBreakdownStatement"),
];

#[rustfmt::skip]
const LINE: &[Row] = &[
    (35, "", "DescriptionCode ParentLineID LineStatusCode LineStatusReasonCode"),
    (41, "AssociatedDocumentLineDocument/IncludedNote", "SubjectCode ID Subject ContentCode"),
    (221, "", "IncludedSubordinateTradeLineItem"),
];

#[rustfmt::skip]
const PRODUCT: &[Row] = &[
    (45, "", "ID"),
    (48, "", "ManufacturerAssignedID TradeName TypeCode NetWeightMeasure GrossWeightMeasure ProductGroupID EndItemTypeCode EndItemName AreaDensityMeasure UseDescription BrandName SubBrandName DrainedNetWeightMeasure VariableMeasureIndicator ColourCode ColourDescription Designation FormattedCancellationAnnouncedLaunchDateTime FormattedLatestProductDataChangeDateTime"),
    (67, "ApplicableProductCharacteristic", "ID TypeCode"),
    (70, "ApplicableProductCharacteristic", "ValueMeasure MeasurementMethodCode"),
    (73, "ApplicableProductCharacteristic", "ValueCode ValueDateTime ValueIndicator ContentTypeCode ValueSpecifiedBinaryFile ApplicableProductCharacteristicCondition ApplicableReferencedStandard"),
    (80, "", "ApplicableMaterialGoodsCharacteristic"),
    (81, "DesignatedProductClassification", "SystemID SystemName ClassName SubClassCode ClassProductCharacteristic ApplicableReferencedStandard"),
    (87, "", "IndividualTradeProductInstance CertificationEvidenceReferenceReferencedDocument InspectionReferenceReferencedDocument"),
    (91, "OriginTradeCountry", "Name SubordinateTradeCountrySubDivision"),
    (93, "", "LinearSpatialDimension MinimumLinearSpatialDimension MaximumLinearSpatialDimension ManufacturerTradeParty PresentationSpecifiedBinaryFile MSDSReferenceReferencedDocument AdditionalReferenceReferencedDocument LegalRightsOwnerTradeParty BrandOwnerTradeParty IncludedReferencedProduct InformationNote"),
];

#[rustfmt::skip]
const LINE_AGREEMENT: &[Row] = &[
    (104, "", "BuyerReference BuyerRequisitionerTradeParty ApplicableTradeDeliveryTerms SellerOrderReferencedDocument BuyerOrderReferencedDocument/IssuerAssignedID QuotationReferencedDocument ContractReferencedDocument DemandForecastReferencedDocument PromotionalDealReferencedDocument AdditionalReferencedDocument"),
    (114, "GrossPriceProductTradePrice", "TypeCode MinimumQuantity MaximumQuantity ChangeReason OrderUnitConversionFactorNumeric"),
    (120, "GrossPriceProductTradePrice/AppliedTradeAllowanceCharge", "ID SequenceNumeric CalculationPercent BasisAmount BasisQuantity PrepaidIndicator UnitBasisAmount ReasonCode Reason TypeCode CategoryTradeTax ActualTradeCurrencyExchange"),
    (132, "GrossPriceProductTradePrice", "ValiditySpecifiedPeriod DeliveryTradeLocation TradeComparisonReferencePrice AssociatedReferencedDocument"),
    (136, "NetPriceProductTradePrice", "TypeCode"),
    (138, "NetPriceProductTradePrice", "MinimumQuantity MaximumQuantity ChangeReason OrderUnitConversionFactorNumeric AppliedTradeAllowanceCharge ValiditySpecifiedPeriod DeliveryTradeLocation TradeComparisonReferencePrice AssociatedReferencedDocument"),
    (147, "", "RequisitionerReferencedDocument ItemSellerTradeParty ItemBuyerTradeParty IncludedSpecifiedMarketplace"),
    (445, "", "GrossPriceProductTradePrice/IncludedTradeTax NetPriceProductTradePrice/IncludedTradeTax UltimateCustomerOrderReferencedDocument"),
];

#[rustfmt::skip]
const LINE_DELIVERY: &[Row] = &[
    (151, "", "RequestedQuantity ReceivedQuantity ChargeFreeQuantity PackageQuantity ProductUnitQuantity PerPackageUnitQuantity NetWeightMeasure GrossWeightMeasure TheoreticalWeightMeasure DespatchedQuantity SpecifiedDeliveryAdjustment IncludedSupplyChainPackaging RelatedSupplyChainConsignment ShipToTradeParty UltimateShipToTradeParty ShipFromTradeParty ActualDespatchSupplyChainEvent ActualPickUpSupplyChainEvent RequestedDeliverySupplyChainEvent ActualDeliverySupplyChainEvent ActualReceiptSupplyChainEvent AdditionalReferencedDocument DespatchAdviceReferencedDocument ReceivingAdviceReferencedDocument DeliveryNoteReferencedDocument ConsumptionReportReferencedDocument PackingListReferencedDocument"),
];

#[rustfmt::skip]
const LINE_SETTLEMENT: &[Row] = &[
    (178, "", "PaymentReference InvoiceIssuerReference TotalAdjustmentAmount DiscountIndicator ApplicableTradeTax/CalculatedAmount"),
    (183, "SpecifiedTradeAllowanceCharge", "ChargeIndicator/IndicatorString ID SequenceNumeric CalculationPercent@format BasisQuantity PrepaidIndicator UnitBasisAmount TypeCode CategoryTradeTax ActualTradeCurrencyExchange"),
    (194, "", "SubtotalCalculatedTradeTax SpecifiedLogisticsServiceCharge SpecifiedTradePaymentTerms"),
    (197, "SpecifiedTradeSettlementLineMonetarySummation", "ChargeTotalAmount AllowanceTotalAmount TaxBasisTotalAmount TaxTotalAmount GrandTotalAmount InformationAmount TotalAllowanceChargeAmount TotalRetailValueInformationAmount GrossLineTotalAmount NetLineTotalAmount NetIncludingTaxesLineTotalAmount ProductWeightLossInformationAmount"),
    (209, "", "SpecifiedFinancialAdjustment InvoiceReferencedDocument"),
    (212, "", "PayableSpecifiedTradeAccountingAccount"),
    (213, "ReceivableSpecifiedTradeAccountingAccount", "SetTriggerCode TypeCode AmountTypeCode Name CostReferenceDimensionPattern"),
    (218, "", "PurchaseSpecifiedTradeAccountingAccount SalesSpecifiedTradeAccountingAccount SpecifiedTradeSettlementFinancialCard"),
];

const CONTACT: &str = "ID TypeCode JobTitle Responsibility PersonID \
    TelephoneUniversalCommunication/URIID TelephoneUniversalCommunication/ChannelCode \
    DirectTelephoneUniversalCommunication MobileTelephoneUniversalCommunication FaxUniversalCommunication \
    EmailURIUniversalCommunication/ChannelCode EmailURIUniversalCommunication/CompleteNumber \
    TelexUniversalCommunication VOIPUniversalCommunication InstantMessagingUniversalCommunication SpecifiedNote \
    SpecifiedContactPerson";
const PARTY_END: &str = "URIUniversalCommunication/ChannelCode URIUniversalCommunication/CompleteNumber \
    SpecifiedTaxRegistration/AssociatedRegisteredTax EndPointURIUniversalCommunication \
    LogoAssociatedSpecifiedBinaryFile";

#[rustfmt::skip]
const AGREEMENT: &[Row] = &[
    (222, "SellerTradeParty", "RoleCode"),
    (223, "SellerTradeParty/SpecifiedLegalOrganization", "LegalClassificationCode Name PostalTradeAddress AuthorizedLegalRegistration"),
    (227, "SellerTradeParty/DefinedTradeContact", CONTACT),
    (244, "SellerTradeParty", PARTY_END),
    (249, "BuyerTradeParty", "RoleCode Description"),
    (251, "BuyerTradeParty/SpecifiedLegalOrganization", "LegalClassificationCode Name"),
    (254, "BuyerTradeParty/SpecifiedLegalOrganization", "PostalTradeAddress AuthorizedLegalRegistration"),
    (256, "BuyerTradeParty/DefinedTradeContact", CONTACT),
    (273, "BuyerTradeParty", PARTY_END),
    (278, "", "SalesAgentTradeParty BuyerRequisitionerTradeParty BuyerAssignedAccountantTradeParty SellerAssignedAccountantTradeParty BuyerTaxRepresentativeTradeParty"),
    (283, "SellerTaxRepresentativeTradeParty", "GlobalID RoleCode Description SpecifiedLegalOrganization DefinedTradeContact URIUniversalCommunication SpecifiedTaxRegistration/AssociatedRegisteredTax EndPointURIUniversalCommunication LogoAssociatedSpecifiedBinaryFile"),
    (292, "", "ProductEndUserTradeParty ApplicableTradeDeliveryTerms SellerOrderReferencedDocument/LineID BuyerOrderReferencedDocument/LineID QuotationReferencedDocument OrderResponseReferencedDocument ContractReferencedDocument/LineID DemandForecastReferencedDocument SupplyInstructionReferencedDocument PromotionalDealReferencedDocument PriceListReferencedDocument AdditionalReferencedDocument/LineID RequisitionerReferencedDocument BuyerAgentTradeParty PurchaseConditionsReferencedDocument SpecifiedProcuringProject/Description"),
    (442, "", "Reference"),
    (448, "", "UltimateCustomerOrderReferencedDocument"),
];

#[rustfmt::skip]
const DELIVERY: &[Row] = &[
    (308, "", "RelatedSupplyChainConsignment"),
    (309, "ShipToTradeParty", "RoleCode Description SpecifiedLegalOrganization DefinedTradeContact URIUniversalCommunication SpecifiedTaxRegistration EndPointURIUniversalCommunication LogoAssociatedSpecifiedBinaryFile"),
    (317, "", "UltimateShipToTradeParty ShipFromTradeParty ActualDespatchSupplyChainEvent ActualPickUpSupplyChainEvent"),
    (321, "ActualDeliverySupplyChainEvent", "ID OccurrenceDateTime/DateTime TypeCode Description DescriptionBinaryObject UnitQuantity LatestOccurrenceDateTime EarliestOccurrenceDateTime OccurrenceSpecifiedPeriod OccurrenceLogisticsLocation"),
    (331, "", "ActualReceiptSupplyChainEvent AdditionalReferencedDocument DespatchAdviceReferencedDocument/LineID"),
    (335, "", "DeliveryNoteReferencedDocument ConsumptionReportReferencedDocument PreviousDeliverySupplyChainEvent PackingListReferencedDocument"),
];

#[rustfmt::skip]
const SETTLEMENT: &[Row] = &[
    (339, "", "DuePayableAmount CreditorReferenceTypeCode CreditorReferenceType CreditorReferenceIssuerID"),
    (344, "", "PaymentCurrencyCode InvoiceIssuerReference InvoiceDateTime NextInvoiceDateTime CreditReasonCode CreditReason InvoicerTradeParty InvoiceeTradeParty"),
    (352, "PayeeTradeParty", "RoleCode Description"),
    (354, "PayeeTradeParty/SpecifiedLegalOrganization", "LegalClassificationCode Name TradingBusinessName PostalTradeAddress AuthorizedLegalRegistration"),
    (359, "PayeeTradeParty", "DefinedTradeContact PostalTradeAddress URIUniversalCommunication SpecifiedTaxRegistration EndPointURIUniversalCommunication LogoAssociatedSpecifiedBinaryFile"),
    (365, "", "PayerTradeParty TaxApplicableTradeCurrencyExchange InvoiceApplicableTradeCurrencyExchange PaymentApplicableTradeCurrencyExchange"),
    (369, "SpecifiedTradeSettlementPaymentMeans", "PaymentChannelCode GuaranteeMethodCode PaymentMethodCode"),
    (372, "SpecifiedTradeSettlementPaymentMeans/ApplicableTradeSettlementFinancialCard", "MicrochipIndicator TypeCode"),
    (375, "SpecifiedTradeSettlementPaymentMeans/ApplicableTradeSettlementFinancialCard", "ExpiryDate VerificationNumeric ValidFromDateTime CreditLimitAmount CreditAvailableAmount InterestRatePercent Description"),
    (382, "SpecifiedTradeSettlementPaymentMeans/PayerPartyDebtorFinancialAccount", "AccountName"),
    (384, "SpecifiedTradeSettlementPaymentMeans/PayerSpecifiedDebtorFinancialInstitution", "ClearingSystemName Name LocationFinancialInstitutionAddress"),
    (388, "SpecifiedTradeAllowanceCharge", "ID SequenceNumeric BasisQuantity PrepaidIndicator UnitBasisAmount TypeCode ActualTradeCurrencyExchange"),
    (395, "", "SubtotalCalculatedTradeTax SpecifiedLogisticsServiceCharge"),
    (397, "SpecifiedTradePaymentTerms", "ID FromEventCode SettlementPeriodMeasure DueDateDateTime/DateTime TypeCode InstructionTypeCode"),
    (404, "SpecifiedTradePaymentTerms", "PartialPaymentPercent PaymentMeansID PartialPaymentAmount ApplicableTradePaymentPenaltyTerms ApplicableTradePaymentDiscountTerms PayeeTradeParty"),
    (411, "SpecifiedTradeSettlementHeaderMonetarySummation", "InformationAmount TotalDiscountAmount TotalAllowanceChargeAmount RetailValueExcludingTaxInformationAmount TotalDepositFeeInformationAmount ProductValueExcludingTobaccoTaxInformationAmount TotalRetailValueInformationAmount GrossLineTotalAmount NetLineTotalAmount NetIncludingTaxesLineTotalAmount"),
    (421, "", "SpecifiedFinancialAdjustment InvoiceReferencedDocument/LineID ProFormaInvoiceReferencedDocument LetterOfCreditReferencedDocument FactoringAgreementReferencedDocument FactoringListReferencedDocument PayableSpecifiedTradeAccountingAccount"),
    (428, "ReceivableSpecifiedTradeAccountingAccount", "SetTriggerCode TypeCode AmountTypeCode Name CostReferenceDimensionPattern"),
    (433, "", "PurchaseSpecifiedTradeAccountingAccount SalesSpecifiedTradeAccountingAccount SpecifiedTradeSettlementFinancialCard SpecifiedAdvancePayment UltimatePayeeTradeParty"),
    (443, "SpecifiedTradeSettlementPaymentMeans", "ID PayerPartyDebtorFinancialAccount/ProprietaryID"),
];

#[rustfmt::skip]
const TYPES: &[Row] = &[
    (38, "*TradeTax", "CalculatedRate CalculationSequenceNumeric BasisQuantity"),
    (42, "*TradeTax", "UnitBasisAmount LineTotalBasisAmount AllowanceChargeBasisAmount"),
    (45, "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode", "@listID @listAgencyID @listVersionID @listURI"),
    (49, "*TradeTax", "CurrencyCode Jurisdiction CustomsDutyIndicator"),
    (53, "*TradeTax", "TaxBasisAllowanceRate"),
    (55, "*TradeTax", "Type InformationAmount CategoryName"),
    (59, "*TradeTax", "RateApplicablePercent@format SpecifiedTradeAccountingAccount ServiceSupplyTradeCountry BuyerRepayableTaxSpecifiedTradeAccountingAccount SellerPayableTaxSpecifiedTradeAccountingAccount SellerRefundableTaxSpecifiedTradeAccountingAccount BuyerDeductibleTaxSpecifiedTradeAccountingAccount BuyerNonDeductibleTaxSpecifiedTradeAccountingAccount PlaceApplicableTradeLocation"),
];

/// Identifiers that have no scheme (BT-24, BT-1, BT-126, BT-155); the others have one and no more.
const WITHOUT_SCHEME: &str = "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID|ExchangedDocument/ID|\
    SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/AssociatedDocumentLineDocument/LineID|\
    SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedTradeProduct/SellerAssignedID";

#[rustfmt::skip]
const STRICT_TYPES: &[Row] = &[
    (1, WITHOUT_SCHEME, "@schemeName @schemeAgencyName @schemeDataURI @schemeURI @schemeID @schemeAgencyID @schemeVersionID"),
    (8, "*", "TypeCode@name TypeCode@listURI"),
    (13, "", "@languageID @languageLocaleID"),
    (16, "*ReferencedDocument", "StatusCode CopyIndicator"),
    (19, "*ReferencedDocument", "GlobalID RevisionID"),
    (23, "*ReferencedDocument", "Information"),
    (25, "*ReferencedDocument", "SectionName PreviousRevisionID"),
    (28, "*ReferencedDocument", "EffectiveSpecifiedPeriod IssuerTradeParty AttachedSpecifiedBinaryFile"),
    (31, "*Amount", "@currencyID @currencyCodeListVersionID"),
    (34, "*Quantity", "@unitCodeListID @unitCodeListAgencyID @unitCodeListAgencyName"),
    (68, "*", "BillingSpecifiedPeriod/StartDateTime/DateTime BillingSpecifiedPeriod/DurationMeasure BillingSpecifiedPeriod/InclusiveIndicator BillingSpecifiedPeriod/Description BillingSpecifiedPeriod/EndDateTime/DateTime BillingSpecifiedPeriod/CompleteDateTime BillingSpecifiedPeriod/OpenIndicator BillingSpecifiedPeriod/SeasonCode BillingSpecifiedPeriod/ID BillingSpecifiedPeriod/Name BillingSpecifiedPeriod/SequenceNumeric BillingSpecifiedPeriod/StartDateFlexibilityCode BillingSpecifiedPeriod/ContinuousIndicator BillingSpecifiedPeriod/PurposeCode"),
    (82, "*", "PostalTradeAddress/ID PostalTradeAddress/PostOfficeBox PostalTradeAddress/BuildingName"),
    (86, "*", "PostalTradeAddress/LineFour PostalTradeAddress/LineFive PostalTradeAddress/StreetName PostalTradeAddress/CitySubDivisionName PostalTradeAddress/CountryName PostalTradeAddress/CountrySubDivisionID PostalTradeAddress/AttentionOf PostalTradeAddress/CareOf PostalTradeAddress/BuildingNumber PostalTradeAddress/DepartmentName PostalTradeAddress/AdditionalStreetName"),
    (101, "*ID", "@schemeName @schemeAgencyName @schemeDataURI @schemeURI"),
];

/// A table of elements that stay away unless something stands beside them.
macro_rules! unless {
    ($($id:literal $severity:ident $about:literal $under:literal / $name:literal: $nl:literal, $en:literal => $is_wrong:expr;)*) => {
        &[$(Unless {
            rule: Rule {
                id: $id,
                severity: Severity::$severity,
                about: $about,
                nl: $nl,
                en: $en,
                check: found_by_walking,
            },
            under: $under,
            name: $name,
            is_wrong: $is_wrong,
        }),*]
    };
}

static UNLESS: &[Unless] = unless![
    "CII-DT-015" Error "BT-124" "*ReferencedDocument" / "URIID":
        "Alleen een bijgevoegd document (soort 916) heeft een adres op het web; laat URIID weg.",
        "Only a supporting document (type 916) has an address on the web; leave URIID out."
        => |node| !is_additional(node, &["916"]);
    "CII-DT-018" Error "BT-17, BT-18, BT-122" "*ReferencedDocument" / "TypeCode":
        "Alleen een AdditionalReferencedDocument heeft een soort: 50 (aanbesteding of kavel), 130 (gefactureerd object) of 916 (bijlage). Geef een van die drie, of laat TypeCode weg.",
        "Only an AdditionalReferencedDocument has a type: 50 (tender or lot), 130 (invoiced object) or 916 (supporting document). Give one of these, or leave TypeCode out."
        => |node| !is_additional(node, &["50", "130", "916"]);
    "CII-DT-021" Error "BT-123" "*ReferencedDocument" / "Name":
        "Alleen een bijgevoegd document (soort 916) heeft een omschrijving; laat Name weg.",
        "Only a supporting document (type 916) has a description; leave Name out."
        => |node| !is_additional(node, &["916"]);
    "CII-DT-022" Error "BT-125" "*ReferencedDocument" / "AttachmentBinaryObject":
        "Alleen een bijgevoegd document (soort 916) heeft een bijlage; maak er een eigen verwijzing van.",
        "Only a supporting document (type 916) has an attachment; make a reference of its own for it."
        => |node| !is_additional(node, &["916"]);
    "CII-DT-024" Error "BT-18-1, BT-128-1" "*ReferencedDocument" / "ReferenceTypeCode":
        "Alleen een gefactureerd object (soort 130) heeft een schema; laat ReferenceTypeCode weg.",
        "Only an invoiced object (type 130) has a scheme; leave ReferenceTypeCode out."
        => |node| !is_additional(node, &["130"]);
    "CII-DT-027" Error "BT-26" "*ReferencedDocument" / "FormattedIssueDateTime":
        "Alleen een eerdere factuur heeft een datum; laat FormattedIssueDateTime bij andere documenten weg.",
        "Only a preceding invoice has a date; leave FormattedIssueDateTime of other documents out."
        => |node| !is_child_of(node, "InvoiceReferencedDocument");
    "CII-DT-037" Error "BT-95-0, BT-102-0, BT-118-0, BT-151-0" "*TradeTax" / "TypeCode":
        "De belasting op een factuur van EN 16931 is btw; zet hier VAT.",
        "The tax on an invoice of EN 16931 is VAT; give VAT here."
        => |node| node.text() != "VAT";
    "CII-DT-041" Warning "BT-116" "*TradeTax" / "BasisAmount":
        "Op een regel kent EN 16931 geen grondslag van de btw: een ontvanger mag haar overslaan. Laat BasisAmount weg.",
        "EN 16931 does not know a taxable amount on a line: a receiver may skip it. Leave BasisAmount out."
        => |node| !is_of_document(node);
    "CII-DT-052" Warning "BT-121" "*TradeTax" / "ExemptionReasonCode":
        "Een korting of toeslag heeft geen code van vrijstelling: een ontvanger mag haar overslaan. Zet ExemptionReasonCode in de btw-uitsplitsing.",
        "An allowance or charge has no exemption code: a receiver may skip it. Give ExemptionReasonCode in the VAT breakdown."
        => |node| !is_child_of(node, "ApplicableTradeTax");
    "CII-DT-054" Warning "BT-7" "*TradeTax" / "TaxPointDate":
        "Op een regel kent EN 16931 geen btw-datum: een ontvanger mag haar overslaan. Laat TaxPointDate weg.",
        "EN 16931 does not know a tax point date on a line: a receiver may skip it. Leave TaxPointDate out."
        => |node| !is_of_document(node);
    "CII-DT-058" Warning "BT-8" "*TradeTax" / "DueDateTypeCode":
        "Op een regel kent EN 16931 geen code van de btw-datum: een ontvanger mag haar overslaan. Laat DueDateTypeCode weg.",
        "EN 16931 does not know a tax point code on a line: a receiver may skip it. Leave DueDateTypeCode out."
        => |node| !is_of_document(node);
    "CII-DT-098" Warning "BT-120" "*TradeTax" / "ExemptionReason":
        "Een korting of toeslag heeft geen reden van vrijstelling: een ontvanger mag haar overslaan. Zet ExemptionReason in de btw-uitsplitsing.",
        "An allowance or charge has no exemption reason: a receiver may skip it. Give ExemptionReason in the VAT breakdown."
        => |node| !is_child_of(node, "ApplicableTradeTax");
    "CII-DT-097" Error "" "*" / "DateTimeString":
        "Een datum met format 102 is acht cijfers, zoals 20260331.",
        "A date of format 102 is eight digits, such as 20260331."
        => is_no_date;
];

fn is_child_of(node: Node<'_>, name: &str) -> bool {
    node.parent().is_some_and(|parent| parent.local() == name)
}

/// Whether it is of a document that is named with one of these types.
fn is_additional(node: Node<'_>, types: &[&str]) -> bool {
    node.parent().is_some_and(|document| {
        document.local() == "AdditionalReferencedDocument"
            && document.all("TypeCode").any(|code| types.contains(&code.text()))
    })
}

/// Whether it is of the whole document, not of a line.
fn is_of_document(node: Node<'_>) -> bool {
    std::iter::successors(node.parent(), |node| node.parent())
        .any(|above| above.local() == "ApplicableHeaderTradeSettlement")
}

/// Whether it says to be a date of year, month and day (102), and is none. That the day exists is asked elsewhere.
fn is_no_date(node: Node<'_>) -> bool {
    // the one in a FormattedIssueDateTime is of another type
    let is_another = node.parent().is_some_and(|parent| parent.local().starts_with("Formatted"));
    let text = node.text();
    let number = |range| text.get(range).and_then(|part: &str| part.parse::<u8>().ok());
    let is_date = text.len() == 8
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && number(4..6).is_some_and(|month| (1..=12).contains(&month))
        && number(6..8).is_some_and(|day| (1..=31).contains(&day));
    node.attribute(Attribute::Format) == Some("102") && !is_another && !is_date
}
