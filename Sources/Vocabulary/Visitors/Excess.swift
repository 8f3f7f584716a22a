import Formulas
import SourceText

/// What becomes of those for whom a capacity has no room.
struct Excess: Component {
  static let toNeighbours = Field(
    "toNeighbours", .value(.share), .defaults(to: "0"), zh: "转往周边的比例",
    en: "the part that goes to neighbours instead")
  static let toLaterDays = Field(
    "toLaterDays", .value(.share), .defaults(to: "0"), zh: "改日再来的比例",
    en: "the part that comes on a later day instead")
  static let delay = Field(
    "delay", .integer(1...60), .defaults(to: "7"), zh: "改到几天之后",
    en: "how many days later these come")

  static let descriptor = ObjectDescriptor(
    "excess", zh: "超出部分的去向：其余流失",
    en: "what becomes of those for whom there is no room; the rest is lost",
    fields: [toNeighbours, toLaterDays, delay])

  /// The part that goes to neighbours; nil for nobody.
  let neighbours: Formula?
  /// The part that comes on a later day; nil for nobody.
  let later: Formula?
  let delay: Int

  init(_ reader: ObjectReader?) {
    delay = reader?.integer(Self.delay) ?? 7
    guard let reader else {
      (neighbours, later) = (nil, nil)
      return
    }
    let parts = [Self.toNeighbours, Self.toLaterDays].map { field -> Formula? in
      let part = reader.value(field)
      reader.requireShare(field)
      return part
    }
    let known = [Self.toNeighbours, Self.toLaterDays].map { field in
      reader.has(field) ? reader.constant(field) : 0
    }
    if let first = known[0], let second = known[1] {
      if first + second > 1 {
        reader.reportInvalid(
          Self.toLaterDays,
          BilingualText(zh: "两部分合计超过全部", en: "the two parts are more than all"),
          expected: BilingualText(
            zh: "至多 \((1 - first).inMessage)，即去邻近地区之外的部分",
            en: "at most \((1 - first).inMessage), what does not go to neighbours"))
      }
      (neighbours, later) = (parts[0], parts[1])
    } else {
      // What is drawn or computed may be beyond what there is.
      neighbours = parts[0].map { .call(.clamp, $0, .constant(0), .constant(1)) }
      let rest = neighbours.map { .constant(1) - $0 } ?? .constant(1)
      later = parts[1].map { .call(.clamp, $0, .constant(0), rest) }
    }
  }
}
