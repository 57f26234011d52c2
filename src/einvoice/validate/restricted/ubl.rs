//! What UBL knows and EN 16931 does not (EN 16931-3-2, UBL-CR and UBL-DT).
//!
//! An invoice line and a credit note line are one. (Extensions, UBL-CR-001, are left out by the parser, for they may
//! hold anything; and rules that say another again, UBL-CR-631 and 669 to 671.)

use super::super::super::tree::{Attribute, Node};
use super::super::rule::{Places, Rule, Severity, rules};
use super::super::view::View;
use super::{Part, Row, Tables};

/// What the walk looks for in UBL.
pub(super) static TABLES: Tables = Tables {
    parts: &[Part { prefix: "UBL-CR-", severity: Severity::Warning, root: "", rows: ELEMENTS }],
    attributes: ATTRIBUTES,
    unless: &[],
    fine: &[(Attribute::Name, "PaymentMeansCode")], // BT-82
    same: &[("CreditNoteLine", "InvoiceLine")],
};

const DOCUMENT: &str = "CopyIndicator UUID IssueDate IssueTime DocumentTypeCode DocumentType XPath LanguageID \
    LocaleCode VersionID DocumentStatusCode DocumentDescription Attachment ValidityPeriod IssuerParty \
    ResultOfVerification";
const ADDRESS: &str = "ID AddressTypeCode AddressFormatCode Postbox Floor Room BlockName BuildingName BuildingNumber \
    InhouseMail Department MarkAttention MarkCare PlotIdentification CitySubdivisionName CountrySubentityCode Region \
    District TimezoneOffset Country/Name LocationCoordinate";
const PARTY: &str = "MarkCareIndicator MarkAttentionIndicator WebsiteURI LogoReferenceID IndustryClassificationCode Language";
const PARTY_TAX: &str = "RegistrationName TaxLevelCode ExemptionReasonCode ExemptionReason RegistrationAddress \
    TaxScheme/Name TaxScheme/TaxTypeCode TaxScheme/CurrencyCode TaxScheme/JurisdictionRegionAddress";
const PARTY_END: &str = "Contact/ID Contact/Telefax Contact/Note Contact/OtherCommunication Person AgentParty \
    ServiceProviderParty PowerOfAttorney FinancialAccount";
const ENTITY_END: &str = "SoleProprietorshipIndicator CompanyLiquidationStatusCode CorporateStockAmount \
    FullyPaidSharesIndicator RegistrationAddress CorporateRegistrationScheme HeadOfficeParty ShareholderParty";
const SCHEME: &str = "TaxScheme/Name TaxScheme/TaxTypeCode TaxScheme/CurrencyCode TaxScheme/JurisdictionRegionAddress";
const ITEM_ID: &str =
    "ExtendedID BarcodeSymbologyID PhysicalAttribute MeasurementDimension IssuerParty";

#[rustfmt::skip]
const ELEMENTS: &[Row] = &[
    (3, "", "ProfileExecutionID CopyIndicator UUID IssueTime PricingCurrencyCode PaymentCurrencyCode PaymentAlternativeCurrencyCode AccountingCostCode LineCountNumeric"),
    (12, "InvoicePeriod", "StartTime EndTime DurationMeasure Description"),
    (16, "OrderReference", "CopyIndicator UUID IssueDate IssueTime CustomerReference OrderTypeCode DocumentReference"),
    (23, "BillingReference/InvoiceDocumentReference", "CopyIndicator UUID IssueTime DocumentTypeCode DocumentType XPath LanguageID LocaleCode VersionID DocumentStatusCode DocumentDescription Attachment ValidityPeriod IssuerParty ResultOfVerification"),
    (38, "BillingReference", "SelfBilledInvoiceDocumentReference CreditNoteDocumentReference SelfBilledCreditNoteDocumentReference DebitNoteDocumentReference ReminderDocumentReference AdditionalDocumentReference BillingReferenceLine"),
    (45, "DespatchDocumentReference", DOCUMENT),
    (61, "ReceiptDocumentReference", DOCUMENT),
    (77, "", "StatementDocumentReference"),
    (78, "OriginatorDocumentReference", DOCUMENT),
    (94, "ContractDocumentReference", DOCUMENT),
    (110, "AdditionalDocumentReference", "CopyIndicator UUID IssueDate IssueTime DocumentType XPath LanguageID LocaleCode VersionID DocumentStatusCode"),
    (121, "AdditionalDocumentReference/Attachment/ExternalReference", "DocumentHash HashAlgorithmMethod ExpiryDate ExpiryTime MimeCode FormatCode EncodingCode CharacterSetCode FileName Description"),
    (131, "AdditionalDocumentReference", "ValidityPeriod IssuerParty ResultOfVerification"),
    (134, "ProjectReference", "UUID IssueDate WorkPhaseReference"),
    (137, "", "Signature"),
    (138, "AccountingSupplierParty", "CustomerAssignedAccountID AdditionalAccountID DataSendingCapability"),
    (141, "AccountingSupplierParty/Party", PARTY),
    (147, "AccountingSupplierParty/Party/PostalAddress", ADDRESS),
    (168, "AccountingSupplierParty/Party", "PhysicalLocation"),
    (169, "AccountingSupplierParty/Party/PartyTaxScheme", PARTY_TAX),
    (178, "AccountingSupplierParty/Party/PartyLegalEntity", "RegistrationDate RegistrationExpirationDate CompanyLegalFormCode"),
    (181, "AccountingSupplierParty/Party/PartyLegalEntity", ENTITY_END),
    (189, "AccountingSupplierParty/Party", PARTY_END),
    (198, "AccountingSupplierParty", "DespatchContact AccountingContact SellerContact"),
    (201, "AccountingCustomerParty", "CustomerAssignedAccountID SupplierAssignedAccountID AdditionalAccountID"),
    (204, "AccountingCustomerParty/Party", PARTY),
    (210, "AccountingCustomerParty/Party/PostalAddress", ADDRESS),
    (231, "AccountingCustomerParty/Party", "PhysicalLocation"),
    (232, "AccountingCustomerParty/Party/PartyTaxScheme", PARTY_TAX),
    (241, "AccountingCustomerParty/Party/PartyLegalEntity", "RegistrationDate RegistrationExpirationDate CompanyLegalFormCode CompanyLegalForm"),
    (245, "AccountingCustomerParty/Party/PartyLegalEntity", ENTITY_END),
    (253, "AccountingCustomerParty/Party", PARTY_END),
    (262, "AccountingCustomerParty", "DeliveryContact AccountingContact BuyerContact"),
    (265, "PayeeParty", "MarkCareIndicator MarkAttentionIndicator WebsiteURI LogoReferenceID EndpointID IndustryClassificationCode Language PostalAddress PhysicalLocation PartyTaxScheme"),
    (275, "PayeeParty/PartyLegalEntity", "RegistrationName RegistrationDate RegistrationExpirationDate CompanyLegalFormCode CompanyLegalForm"),
    (280, "PayeeParty/PartyLegalEntity", ENTITY_END),
    (288, "PayeeParty", "Contact Person AgentParty ServiceProviderParty PowerOfAttorney FinancialAccount"),
    (294, "", "BuyerCustomerParty SellerSupplierParty"),
    (296, "TaxRepresentativeParty", "MarkCareIndicator MarkAttentionIndicator WebsiteURI LogoReferenceID EndpointID IndustryClassificationCode PartyIdentification Language"),
    (304, "TaxRepresentativeParty/PostalAddress", ADDRESS),
    (325, "TaxRepresentativeParty", "PhysicalLocation"),
    (326, "TaxRepresentativeParty/PartyTaxScheme", PARTY_TAX),
    (335, "TaxRepresentativeParty", "PartyLegalEntity Contact Person AgentParty ServiceProviderParty PowerOfAttorney FinancialAccount"),
    (342, "Delivery", "ID Quantity MinimumQuantity MaximumQuantity ActualDeliveryTime LatestDeliveryDate LatestDeliveryTime ReleaseID TrackingID"),
    (351, "Delivery/DeliveryLocation", "Description Conditions CountrySubentity CountrySubentityCode LocationTypeCode InformationURI Name ValidityPeriod"),
    (359, "Delivery/DeliveryLocation/Address", ADDRESS),
    (380, "Delivery/DeliveryLocation", "SubsidiaryLocation LocationCoordinate"),
    (382, "Delivery", "AlternativeDeliveryLocation RequestedDeliveryPeriod EstimatedDeliveryPeriod CarrierParty"),
    (386, "Delivery/DeliveryParty", "MarkCareIndicator MarkAttentionIndicator WebsiteURI LogoReferenceID EndpointID IndustryClassificationCode PartyIdentification Language PostalAddress PhysicalLocation PartyTaxScheme PartyLegalEntity Contact Person AgentParty ServiceProviderParty PowerOfAttorney FinancialAccount"),
    (404, "Delivery", "NotifyParty Despatch DeliveryTerms MinimumDeliveryUnit MaximumDeliveryUnit Shipment"),
    (410, "", "DeliveryTerms"),
    (411, "PaymentMeans", "ID"),
    (413, "PaymentMeans", "PaymentChannelCode InstructionID"),
    (415, "PaymentMeans/CardAccount", "CardTypeCode ValidityStartDate ExpiryDate IssuerID IssueNumberID CV2ID CardChipCode ChipApplicationID"),
    (424, "PaymentMeans/PayeeFinancialAccount", "AliasName AccountTypeCode AccountFormatCode CurrencyCode PaymentNote FinancialInstitutionBranch/Name FinancialInstitutionBranch/FinancialInstitution/Name FinancialInstitutionBranch/FinancialInstitution/Address FinancialInstitutionBranch/Address Country"),
    (434, "PaymentMeans", "CreditAccount"),
    (435, "PaymentMeans/PaymentMandate", "MandateTypeCode MaximumPaymentInstructionsNumeric MaximumPaidAmount SignatureID PayerParty"),
    (440, "PaymentMeans/PaymentMandate/PayerFinancialAccount", "Name AliasName AccountTypeCode AccountFormatCode CurrencyCode PaymentNote FinancialInstitutionBranch Country"),
    (448, "PaymentMeans/PaymentMandate", "ValidityPeriod PaymentReversalPeriod Clause"),
    (451, "PaymentMeans", "TradeFinancing"),
    (452, "PaymentTerms", "ID PaymentMeansID PrepaidPaymentReferenceID ReferenceEventCode SettlementDiscountPercent PenaltySurchargePercent PaymentPercent Amount SettlementDiscountAmount PenaltyAmount PaymentTermsDetailsURI PaymentDueDate InstallmentDueDate InvoicingPartyReference SettlementPeriod PenaltyPeriod ExchangeRate ValidityPeriod"),
    (470, "", "PrepaidPayment"),
    (471, "AllowanceCharge", "ID PrepaidIndicator SequenceNumeric AccountingCostCode AccountingCost PerUnitAmount"),
    (477, "AllowanceCharge/TaxCategory", "Name BaseUnitMeasure PerUnitAmount TaxExemptionReasonCode TaxExemptionReason TierRange TierRatePercent"),
    (484, "AllowanceCharge/TaxCategory", SCHEME),
    (488, "AllowanceCharge", "TaxTotal PaymentMeans"),
    (490, "", "TaxExchangeRate PricingExchangeRate PaymentExchangeRate PaymentAlternativeExchangeRate"),
    (494, "TaxTotal", "RoundingAmount TaxEvidenceIndicator TaxIncludedIndicator"),
    (497, "TaxTotal/TaxSubtotal", "CalculationSequenceNumeric TransactionCurrencyTaxAmount Percent BaseUnitMeasure PerUnitAmount TierRange TierRatePercent"),
    (504, "TaxTotal/TaxSubtotal/TaxCategory", "Name BaseUnitMeasure PerUnitAmount TierRange TierRatePercent"),
    (509, "TaxTotal/TaxSubtotal/TaxCategory", SCHEME),
    (513, "", "WithholdingTaxTotal"),
    (514, "LegalMonetaryTotal", "PayableAlternativeAmount"),
    (515, "InvoiceLine", "UUID TaxPointDate AccountingCostCode PaymentPurposeCode FreeOfChargeIndicator"),
    (520, "InvoiceLine/InvoicePeriod", "StartTime EndTime DurationMeasure DescriptionCode Description"),
    (525, "InvoiceLine/OrderLineReference", "SalesOrderLineID UUID LineStatusCode OrderReference"),
    (529, "InvoiceLine", "DespatchLineReference ReceiptLineReference BillingReference"),
    (532, "InvoiceLine/DocumentReference", "CopyIndicator UUID IssueDate IssueTime"),
    (537, "InvoiceLine/DocumentReference", "DocumentType XPath LanguageID LocaleCode VersionID DocumentStatusCode DocumentDescription Attachment ValidityPeriod IssuerParty ResultOfVerification"),
    (548, "InvoiceLine", "PricingReference OriginatorParty Delivery PaymentTerms"),
    (552, "InvoiceLine/AllowanceCharge", "ID PrepaidIndicator SequenceNumeric AccountingCostCode AccountingCost PerUnitAmount TaxCategory TaxTotal PaymentMeans"),
    (561, "InvoiceLine", "TaxTotal WithholdingTaxTotal"),
    (563, "InvoiceLine/Item", "PackQuantity PackSizeNumeric CatalogueIndicator HazardousRiskIndicator AdditionalInformation Keyword BrandName ModelName"),
    (571, "InvoiceLine/Item/BuyersItemIdentification", ITEM_ID),
    (576, "InvoiceLine/Item/SellersItemIdentification", ITEM_ID),
    (581, "InvoiceLine/Item", "ManufacturersItemIdentification"),
    (582, "InvoiceLine/Item/StandardItemIdentification", ITEM_ID),
    (587, "InvoiceLine/Item", "CatalogueItemIdentification AdditionalItemIdentification CatalogueDocumentReference ItemSpecificationDocumentReference OriginCountry/Name"),
    (592, "InvoiceLine/Item/CommodityClassification", "NatureCode CargoTypeCode CommodityCode"),
    (595, "InvoiceLine/Item", "TransactionConditions HazardousItem"),
    (597, "InvoiceLine/Item/ClassifiedTaxCategory", "Name BaseUnitMeasure PerUnitAmount TaxExemptionReasonCode TaxExemptionReason TierRange TierRatePercent"),
    (604, "InvoiceLine/Item/ClassifiedTaxCategory", SCHEME),
    (608, "InvoiceLine/Item/AdditionalItemProperty", "ID NameCode TestMethod ValueQuantity ValueQualifier ImportanceCode ListValue UsabilityPeriod ItemPropertyGroup RangeDimension ItemPropertyRange"),
    (619, "InvoiceLine/Item", "ManufacturerParty InformationContentProviderParty OriginAddress ItemInstance Certificate Dimension"),
    (625, "InvoiceLine/Price", "PriceChangeReason PriceTypeCode PriceType OrderableUnitFactorRate ValidityPeriod PriceList"),
    (632, "InvoiceLine/Price/AllowanceCharge", "ID AllowanceChargeReasonCode AllowanceChargeReason MultiplierFactorNumeric PrepaidIndicator SequenceNumeric AccountingCostCode AccountingCost PerUnitAmount TaxCategory TaxTotal PaymentMeans"),
    (644, "InvoiceLine/Price", "PricingExchangeRate"),
    (645, "InvoiceLine", "DeliveryTerms SubInvoiceLine ItemPriceExtension"),
    (648, "", "CustomizationID@schemeID ProfileID@schemeID ID@schemeID"),
    (652, "*", "PartyTaxScheme/CompanyID@schemeID"),
    (653, "PaymentMeans", "PaymentID@schemeID PayeeFinancialAccount/ID@schemeID PayeeFinancialAccount/FinancialInstitutionBranch/ID@schemeID"),
    (656, "", "InvoiceTypeCode@listID DocumentCurrencyCode@listID TaxCurrencyCode@listID AdditionalDocumentReference/DocumentTypeCode@listID"),
    (660, "*", "Country/IdentificationCode@listID"),
    (661, "", "PaymentMeans/PaymentMeansCode@listID"),
    (662, "*", "AllowanceChargeReasonCode@listID"),
    (664, "*", "FinancialInstitution"),
    (667, "*", "BuyersItemIdentification/ID@schemeID SellersItemIdentification/ID@schemeID"),
    (672, "", "CreditNoteTypeCode@listID"),
    (675, "*", "CardAccount/NetworkID@schemeID PaymentMandate/ID@schemeID PaymentMandate/PayerFinancialAccount/ID@schemeID TaxCategory/ID@schemeID ClassifiedTaxCategory/ID@schemeID PaymentMeans/PayerFinancialAccount"),
    (681, "", "PaymentMeans/InstructionNote Delivery/DeliveryAddress"),
];

/// Attributes that stay away everywhere.
const ATTRIBUTES: &[(&str, Attribute)] = &[
    ("UBL-DT-08", Attribute::SchemeName),
    ("UBL-DT-09", Attribute::SchemeAgencyName),
    ("UBL-DT-10", Attribute::SchemeDataUri),
    ("UBL-DT-11", Attribute::SchemeUri),
    ("UBL-DT-12", Attribute::Format),
    ("UBL-DT-13", Attribute::UnitCodeListIdentifier),
    ("UBL-DT-14", Attribute::UnitCodeListAgencyIdentifier),
    ("UBL-DT-15", Attribute::UnitCodeListAgencyName),
    ("UBL-DT-16", Attribute::ListAgencyName),
    ("UBL-DT-17", Attribute::ListName),
    ("UBL-DT-18", Attribute::Name),
    ("UBL-DT-19", Attribute::LanguageId),
    ("UBL-DT-20", Attribute::ListUri),
    ("UBL-DT-21", Attribute::ListSchemeUri),
    ("UBL-DT-22", Attribute::LanguageLocaleId),
    ("UBL-DT-23", Attribute::Uri),
    ("UBL-DT-24", Attribute::CurrencyCodeListVersionId),
    ("UBL-DT-25", Attribute::CharacterSetCode),
    ("UBL-DT-26", Attribute::EncodingCode),
    ("UBL-DT-27", Attribute::SchemeAgencyId),
    ("UBL-DT-28", Attribute::ListAgencyId),
    ("UBL-CR-663", Attribute::UnitCodeListId),
];

/// Those that depend on what stands beside.
pub(in super::super) static RULES: &[Rule] = rules![
    "UBL-CR-002" Warning "": "EN 16931 is gemaakt voor UBL 2.1; laat UBLVersionID weg of zet er 2.1.", "EN 16931 is made for UBL 2.1; leave UBLVersionID out or give 2.1."
        => |v, at| for node in v.root.all("UBLVersionID") { at.when(node.text() != "2.1", node); };
    "UBL-CR-412" Warning "BT-9": "Een factuur heeft haar vervaldatum in DueDate; alleen een creditnota heeft haar bij de betaalwijze.", "An invoice has its due date in DueDate; only a credit note has it with the way to pay."
        => |v, at| if !v.is_credit_note { for node in v.means.iter().filter_map(|means| means.node.at("PaymentDueDate")) { at.when(true, node); } };
    "UBL-CR-665" Warning "BT-122": "Het nummer van een bijgevoegd document heeft geen schema; laat schemeID weg.", "The number of a supporting document has no scheme; leave schemeID out."
        => |v, at| for document in v.documents.iter().filter(|document| !is_object(document.type_code)) {
            if let Some(id) = document.id { at.when(id.attribute(Attribute::SchemeId).is_some(), id); }
        };
    "UBL-CR-666" Error "BT-18": "Een gefactureerd object (130) heeft geen bijlage; maak er een eigen verwijzing van.", "An invoiced object (130) has no attachment; make a reference of its own for it."
        => |v, at| object_has(v, at, "Attachment");
    "UBL-CR-673" Error "BT-18": "Een gefactureerd object (130) heeft geen omschrijving; laat haar weg.", "An invoiced object (130) has no description; leave it out."
        => |v, at| object_has(v, at, "DocumentDescription");
];

fn is_object(type_code: Option<Node<'_>>) -> bool {
    type_code.is_some_and(|code| code.text() == "130")
}

fn object_has<'t>(v: &View<'t>, at: &mut Places<'t>, name: &str) {
    for document in v.documents.iter().filter(|d| is_object(d.type_code)) {
        if let Some(node) = document.node.at(name) {
            at.when(true, node);
        }
    }
}
