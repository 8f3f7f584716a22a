/// Sums of the same columns, each with weights of its own, as they were before slots.
struct JoinedSums {
  /// The values that are made, one for each row of weights.
  var rows: [Int32]
  let columns: [Int32]
  /// Row by row; -1 for a weight of 1.
  var weights: [Int32]

  /// All values that are read.
  var operands: [Int32] { columns + weights.filter { $0 >= 0 } }

  /// Two columns are not worth a matrix; one sum without weights is a plain `sum`, which has the
  /// same bits. So the bits of a sum do not depend on which others there are.
  var isWorthwhile: Bool {
    columns.count >= 3 && (rows.count > 1 || weights.contains { $0 >= 0 })
  }
}

/// Finds the sums of a body that add the same columns in the same order, and makes each group of
/// them one step.
///
/// A column may be multiplied by a number that holds for all trials, in the body or before the
/// first period. Such a product is part of the sum, if nothing but sums reads it.
struct CombinationSearch {
  private typealias Step = PlanBuilder.Step

  private(set) var result: [PlanBuilder.Step]
  private(set) var found: [JoinedSums] = []
  private let shapes: [Slot.Shape]
  private let uses: [Int]
  /// Where each sum of the body is made.
  private var placeOf: [Int32: Int] = [:]
  /// The columns and the numbers of products of the two.
  private var products: [Int32: (column: Int32, weight: Int32)] = [:]
  /// How often each value is read by additions of the body.
  private var added: [Int32: Int] = [:]

  /// A sum: its columns, its weights, and the places of the steps that it replaces.
  private struct Sum {
    var columns: [Int32] = []
    var weights: [Int32] = []
    var places: [Int] = []
  }

  /// - Parameter before: the steps of the body before the first period, when this is a later one.
  /// - Parameter uses: how often each value is read in the whole plan.
  /// - Parameter known: how many combinations the plan has already.
  init(
    _ steps: [PlanBuilder.Step], before: [PlanBuilder.Step], shapes: [Slot.Shape], uses: [Int],
    known: Int
  ) {
    result = steps
    self.shapes = shapes
    self.uses = uses
    guard steps.contains(where: { $0.opcode == .add }) else { return }
    for (place, step) in steps.enumerated() where step.opcode == .add {
      placeOf[step.destination] = place
      for operand in step.operands { added[operand, default: 0] += 1 }
    }
    for step in before + steps where step.opcode == .multiply { note(step) }
    join(groups(), known)
  }

  private mutating func note(_ product: Step) {
    let (left, right) = (product.operands[0], product.operands[1])
    guard shapes[Int(left)] != shapes[Int(right)],
      added[product.destination] == uses[Int(product.destination)]
    else { return }
    products[product.destination] =
      shapes[Int(right)] == .uniform ? (left, right) : (right, left)
  }

  /// The sums by what they add, in the order of the first of each group.
  private func groups() -> [(sums: JoinedSums, places: [Int], first: Int)] {
    var groups: [(sums: JoinedSums, places: [Int], first: Int)] = []
    var groupOf: [[Int32]: Int] = [:]
    for (place, step) in result.enumerated() where step.opcode == .add && !isInner(step) {
      guard let sum = sum(step, at: place) else { continue }
      if let group = groupOf[sum.columns] {
        groups[group].sums.rows.append(step.destination)
        groups[group].sums.weights += sum.weights
        groups[group].places += sum.places
      } else {
        groupOf[sum.columns] = groups.count
        groups.append(
          (
            JoinedSums(rows: [step.destination], columns: sum.columns, weights: sum.weights),
            sum.places, place
          ))
      }
    }
    return groups.filter(\.sums.isWorthwhile)
  }

  /// Whether a sum only goes on in another one.
  private func isInner(_ step: Step) -> Bool {
    uses[Int(step.destination)] == 1 && added[step.destination] == 1
  }

  /// What a sum adds, from its innermost addition outwards; nil where that is not columns only.
  private func sum(_ root: Step, at place: Int) -> Sum? {
    var terms: [Int32] = []
    var sum = Sum()
    var step = root
    var position = place
    while true {
      sum.places.append(position)
      let (left, right) = (step.operands[0], step.operands[1])
      if let next = innerSum(left) {
        terms.append(right)
        (step, position) = next
      } else if let next = innerSum(right) {
        terms.append(left)
        (step, position) = next
      } else {
        terms += [right, left]
        break
      }
    }
    for term in terms.reversed() {
      guard shapes[Int(term)] == .varying else { return nil }
      let (column, weight) = products[term] ?? (term, -1)
      sum.columns.append(column)
      sum.weights.append(weight)
    }
    return sum
  }

  private func innerSum(_ value: Int32) -> (Step, Int)? {
    guard let place = placeOf[value], isInner(result[place]) else { return nil }
    return (result[place], place)
  }

  /// Puts each group in the place of its first sum.
  private mutating func join(
    _ groups: [(sums: JoinedSums, places: [Int], first: Int)], _ known: Int
  ) {
    guard !groups.isEmpty else { return }
    var stepAt: [Int: Step] = [:]
    var removed: Set<Int> = []
    for group in groups {
      removed.formUnion(group.places)
      stepAt[group.first] = Step(
        opcode: .combine, destination: group.sums.rows[0], operands: group.sums.operands,
        parameter: known + found.count)
      found.append(group.sums)
    }
    let steps = result.enumerated().compactMap { place, step in
      stepAt[place] ?? (removed.contains(place) ? nil : step)
    }
    // Numbers depend on numbers only. They come first, because a later sum's weights must be known
    // where the first one stands.
    let isNumber = { [shapes] (step: Step) in
      step.destination >= 0 && shapes[Int(step.destination)] == .uniform
    }
    result = steps.filter(isNumber) + steps.filter { !isNumber($0) }
  }
}
