import Formulas
import SourceText

/// Study travel (研学): groups that schools send, and other products for pupils such as camps.
///
/// It is the business of groups and not of single visitors: booked ahead, on school days, by the
/// class, called off by rain or for reasons of their own, and not before the town is accredited.
/// Each product is simulated by day (`GroupFlow`); here is what they have in common, and their sum.
///
/// - Source: Ministry of Education and ten other bodies (2016), opinion on study travel by
///   primary and secondary schools: organised by schools, collective, not for profit.
public struct StudyTravel: Component {
  static let accreditation = Field(
    "accreditation", .object(Accreditation.descriptor), .optional, zh: "基地资质（未获资质前不接团）",
    en: "when the town may receive groups; left out, it may already")
  static let products = Field(
    "products", .list(.object(StudyProduct.descriptor)), zh: "研学产品",
    en: "what is offered: school trips, camps")

  public static let descriptor = ObjectDescriptor(
    "studyTravel", zh: "研学旅行", en: "groups that schools send, and camps for pupils",
    fields: [.label, accreditation, products],
    example: """
      { "products": [{ "id": "schoolTrips", "groupSize": 150, \
      "stages": [{ "id": "primary", "schools": 60, "classes": 9, "participation": "20%" }], \
      "windows": [{ "id": "spring", "from": "03-15", "to": "06-10" }] }] }
      """)

  let products: [StudyProduct]
  let indicators: [Indicator]
  /// What tables tell of all products together.
  let group: VisitorsLayout.Group

  init(_ reader: ObjectReader, weather: DailyWeather) {
    let gate = reader.object(Self.accreditation).map { Accreditation($0) }
    let products = reader.list(Self.products).map {
      StudyProduct($0, gate: gate, weather: weather)
    }
    if products.isEmpty {
      reader.reportInvalid(
        Self.products,
        BilingualText(
          zh: "研学旅行至少要有一个产品", en: "study travel has at least one product"))
    }
    self.products = products
    let owner = reader.label ?? BilingualText(zh: "研学旅行", en: "Study travel")
    group = VisitorsLayout.Group(
      id: Visitors.studyTravel.key, label: owner,
      readings: StudyResult.readings(products.reduce(into: []) { $0.formUnion($1.results) }))
    indicators =
      (gate?.indicators ?? []) + products.flatMap(\.indicators)
      + Self.totals(reader, owner, products)
  }

  /// What the products have in common, added up.
  private static func totals(
    _ reader: ObjectReader, _ owner: BilingualText, _ products: [StudyProduct]
  ) -> [Indicator] {
    StudyResult.allCases.compactMap { result in
      let parts = products.filter { $0.results.contains(result) }
      // What is by day serves others, who need not know whether any product has it.
      guard !parts.isEmpty || result.isDaily else { return nil }
      return Indicator(
        reader.name(result.rawValue), label: result.label(of: owner), kind: result.kind,
        unit: result.unit, .total(parts.map { $0.formula(of: result) }, result.unit),
        visibility: result.isDaily ? .inner : .reported, origin: reader.node.range)
    }
  }
}
