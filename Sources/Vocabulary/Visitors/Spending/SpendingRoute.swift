import Formulas
import SourceText

/// Into whose hands the spending on a category comes.
///
/// What is kept in town is taken by registered firms, by village collectives, and the rest by
/// households. What is not kept goes to sellers from elsewhere.
struct SpendingRoute: Component {
  static let keptInTown = Field(
    "keptInTown", .value(.share), .defaults(to: "1"), zh: "由本镇经营者收取的比例",
    en: "the part that sellers of the town take in; the rest leaks out",
    called: BilingualText(zh: "由本镇经营者收取的比例", en: "part taken in by the town's sellers"))
  static let firms = Field(
    "firms", .value(.share), .defaults(to: "0"), zh: "其中企业（登记纳税）收取的比例",
    en: "of what is kept, the part that registered firms take in: their taxable turnover",
    called: BilingualText(zh: "其中企业（登记纳税）收取的比例", en: "part of it taken in by registered firms"))
  static let village = Field(
    "village", .value(.share), .defaults(to: "0"), zh: "其中村集体收取的比例",
    en: "of what is kept, the part that village collectives take in; households have the rest",
    called: BilingualText(zh: "其中村集体收取的比例", en: "part of it taken in by village collectives"))

  static let descriptor = ObjectDescriptor(
    "spendingRoute", zh: "消费去向", en: "who takes in what visitors spend on a category",
    fields: [keptInTown, firms, village],
    example: #"{ "keptInTown": "90%", "firms": "30%", "village": "5%" }"#)

  /// What a taker has of a yuan that is spent.
  private let parts: [Taker: Formula]
  /// What sellers from elsewhere have of it.
  let outside: Formula

  init(_ reader: ObjectReader) {
    let share =
      reader.has(Self.keptInTown) ? reader.partsOfWhole([Self.keptInTown])[0] : .constant(1)
    let taken = reader.partsOfWhole([Self.firms, Self.village])
    outside = .constant(1) - share
    parts = [
      .firms: share * taken[0], .village: share * taken[1],
      .households: share * (.constant(1) - (taken[0] + taken[1])),
    ]
  }

  /// What a taker has of a yuan that is spent.
  func part(of taker: Taker) -> Formula { parts[taker] ?? .constant(0) }
}
