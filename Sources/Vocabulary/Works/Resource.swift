import Formulas
import Scheduling
import SourceText

/// Crews or machines of one kind, which activities occupy from their start to their finish.
public struct Resource: Component {
  static let capacity = Field(
    "capacity", .either([.quantity(.one), .list(.object(CapacityStep.descriptor))]),
    zh: "数量，或自某日起的数量", en: "how many there are, or how many from which day on")

  public static let descriptor = ObjectDescriptor(
    "resource", zh: "班组或设备", en: "crews or machines of one kind",
    fields: [.id, .label, capacity],
    example: """
      { "id": "roadCrew", "capacity": [{ "capacity": 1 }, \
      { "from": "2024-06-01", "capacity": 2 }] }
      """)

  public let id: String
  let resource: Network.Resource
  /// The most that there ever are.
  var most: Double { resource.capacity.map(\.amount).max() ?? 0 }

  init(_ reader: ObjectReader) {
    id = reader.id()
    resource = Network.Resource(capacity: Self.steps(reader))
  }

  private static func steps(_ reader: ObjectReader) -> [(from: Double, amount: Double)] {
    guard let (node, path) = reader.member(capacity) else { return [(-.infinity, 0)] }
    guard case .array(let elements) = node.value else {
      let number = ValueReader(
        context: reader.context, unit: .one, name: reader.name(capacity.key), cadence: .once
      ).number(node, path)?.value ?? 0
      if number < 0 { reader.reportInvalid(capacity, .fewerThanNone) }
      return [(-.infinity, number)]
    }
    var steps: [(from: Double, amount: Double)] = []
    for (index, element) in elements.enumerated() {
      guard
        let step = ObjectReader(
          element, as: CapacityStep.descriptor, path: path.appending(index: index),
          idPath: reader.name(capacity.key), context: reader.context, inside: reader)
      else { continue }
      let from = step.date(CapacityStep.from).map { Double($0.dayNumber) } ?? -.infinity
      let amount = step.quantity(CapacityStep.capacity) ?? 0
      if amount < 0 {
        step.reportInvalid(CapacityStep.capacity, .fewerThanNone)
      }
      if let last = steps.last, last.from >= from {
        reader.reportInvalid(
          capacity,
          BilingualText(zh: "日期没有按先后排列", en: "the days are not in order"),
          expected: BilingualText(
            zh: "后一项的日期晚于前一项", en: "each from a later day on"))
      }
      steps.append((from, amount))
    }
    // Before the first day that is given there are none.
    if let first = steps.first, first.from > -.infinity { steps.insert((-.infinity, 0), at: 0) }
    return steps.isEmpty ? [(-.infinity, 0)] : steps
  }
}

/// How many of a resource there are from a day on.
enum CapacityStep: Component {
  static let from = Field(
    "from", .date, .optional, zh: "自何日起；首项可缺省",
    en: "the first day; from the beginning when left out")
  static let capacity = Field("capacity", .quantity(.one), zh: "数量", en: "how many there are")
  static let descriptor = ObjectDescriptor(
    "capacityStep", zh: "某日起的数量", en: "how many of a resource there are from a day on",
    fields: [from, capacity])
}

/// What an activity occupies while it goes on.
enum ResourceDemand {
  static let field = Field(
    "resources", .map(.quantity(.one)), .optional, zh: "占用的班组、设备",
    en: "the crews and machines that it occupies, each with how many")

  /// The demands of an activity, by the places of the resources.
  static func demands(_ reader: ObjectReader, _ resources: [Resource]) -> [Network.Demand] {
    (reader.quantities(field) ?? []).compactMap { member, amount in
      guard let place = resources.firstIndex(where: { $0.id == member.key }) else {
        reader.reportUnknown(
          member.key,
          BilingualText(zh: "“works”中的班组或设备", en: "a resource of \"works\""),
          among: resources.map(\.id), at: member.keyRange, field)
        return nil
      }
      if amount < 0 || amount > resources[place].most {
        let most = resources[place].most.inMessage
        reader.context.report(
          Diagnostic(
            .invalidValue,
            amount < 0
              ? BilingualText(
                zh: "占用数不得为负", en: "nothing occupies fewer than none")
              : BilingualText(
                zh: "“\(member.key)”最多只有 \(most)",
                en: "there are never more than \(most) of '\(member.key)'"),
            at: member.value.range, path: reader.path.appending(key: field.key).description,
            expected: BilingualText(
              zh: "0 到 \(most) 的数", en: "a number from 0 to \(most)"),
            found: .same(member.value.excerpt)))
        return nil
      }
      return amount > 0 ? Network.Demand(resource: place, amount: amount) : nil
    }
  }
}

extension BilingualText {
  fileprivate static let fewerThanNone = BilingualText(
    zh: "数量不得为负", en: "there are never fewer than none")
}
