import SourceText

/// The kinds of revenue that a town's statistics tell apart.
public enum TaxKind: String, CaseIterable, Sendable {
  case valueAddedTax
  case corporateIncomeTax
  case personalIncomeTax
  case consumptionTax
  case urbanMaintenanceAndConstructionTax
  case propertyTax
  case urbanLandUseTax
  case landAppreciationTax
  case farmlandOccupationTax
  case deedTax
  case stampTax
  case resourceTax
  case environmentalProtectionTax
  case vehicleAndVesselTax
  case nonTaxRevenue

  public var label: BilingualText {
    switch self {
    case .valueAddedTax: BilingualText(zh: "增值税", en: "Value-added tax")
    case .corporateIncomeTax: BilingualText(zh: "企业所得税", en: "Corporate income tax")
    case .personalIncomeTax: BilingualText(zh: "个人所得税", en: "Personal income tax")
    case .consumptionTax: BilingualText(zh: "消费税", en: "Consumption tax")
    case .urbanMaintenanceAndConstructionTax:
      BilingualText(zh: "城市维护建设税", en: "Urban maintenance and construction tax")
    case .propertyTax: BilingualText(zh: "房产税", en: "Property tax")
    case .urbanLandUseTax: BilingualText(zh: "城镇土地使用税", en: "Urban land use tax")
    case .landAppreciationTax: BilingualText(zh: "土地增值税", en: "Land appreciation tax")
    case .farmlandOccupationTax: BilingualText(zh: "耕地占用税", en: "Farmland occupation tax")
    case .deedTax: BilingualText(zh: "契税", en: "Deed tax")
    case .stampTax: BilingualText(zh: "印花税", en: "Stamp tax")
    case .resourceTax: BilingualText(zh: "资源税", en: "Resource tax")
    case .environmentalProtectionTax:
      BilingualText(zh: "环境保护税", en: "Environmental protection tax")
    case .vehicleAndVesselTax: BilingualText(zh: "车船税", en: "Vehicle and vessel tax")
    case .nonTaxRevenue: BilingualText(zh: "非税收入", en: "Non-tax revenue")
    }
  }
}
