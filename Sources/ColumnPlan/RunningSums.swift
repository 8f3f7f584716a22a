/// Makes running sums cheaper: what is added to one in each period need not be computed first.
///
/// The running sum of a sum is the sum of the running sums of its terms. Where each term has one
/// with the same resets, the terms are not added in each period, but their running sums wherever
/// the total is looked at. And a product that only goes into a running sum is added to it in the
/// same step.
struct RunningSums {
  typealias Step = PlanBuilder.Step

  /// The steps of a period.
  private(set) var each: [Step]
  private let others: [Step]
  private let shapes: [Slot.Shape]

  /// - Parameter others: the steps of the other bodies, which may read values of this one.
  init(each: [Step], others: [Step], shapes: [Slot.Shape]) {
    self.each = each
    self.others = others
    self.shapes = shapes
    // A total of totals shows its parts only when the total itself no longer reads them.
    while addsRunningSums() {}
    joinProducts()
  }

  private struct Key: Hashable {
    let value: Int32
    let resets: Int
  }

  /// How often each value is read, and what makes it within the period.
  private func readersAndMakers() -> (uses: [Int], makers: [Int32: Int]) {
    var uses = [Int](repeating: 0, count: shapes.count)
    var makers: [Int32: Int] = [:]
    for step in others { for operand in step.operands { uses[Int(operand)] += 1 } }
    for (position, step) in each.enumerated() {
      for operand in step.operands { uses[Int(operand)] += 1 }
      if step.destination >= 0 { makers[step.destination] = position }
    }
    return (uses, makers)
  }

  // MARK: Sums of running sums

  /// Whether some running sum of a sum could be taken as a sum of running sums.
  private mutating func addsRunningSums() -> Bool {
    let running = runningSums()
    guard running.count > 2 else { return false }
    let (uses, makers) = readersAndMakers()
    var unneeded: Set<Int> = []
    var totals: [Int: [Int32]] = [:]
    for (position, step) in each.enumerated() where step.opcode == .accumulateSum {
      var sums: Set<Int> = []
      var terms: [Int32] = []
      /// Collects the running sums of what a value is the sum of.
      func collect(_ value: Int32) -> Bool {
        guard uses[Int(value)] == 1, let maker = makers[value],
          each[maker].opcode == .add || each[maker].opcode == .sum
        else { return false }
        sums.insert(maker)
        return each[maker].operands.allSatisfy { operand in
          guard shapes[Int(operand)] == .varying else { return false }
          guard let known = running[Key(value: operand, resets: step.parameter)] else {
            return collect(operand)
          }
          terms.append(known)
          return true
        }
      }
      guard collect(step.operands[0]) else { continue }
      totals[position] = terms
      unneeded.formUnion(sums)
    }
    guard !totals.isEmpty else { return false }
    replace(totals, unneeded, makers)
    return true
  }

  private func runningSums() -> [Key: Int32] {
    var running: [Key: Int32] = [:]
    for step in each where step.opcode == .accumulateSum {
      running[Key(value: step.operands[0], resets: step.parameter)] = step.destination
    }
    return running
  }

  /// Puts sums of running sums in the place of running sums; the terms that stand behind move up.
  private mutating func replace(
    _ totals: [Int: [Int32]], _ unneeded: Set<Int>, _ makers: [Int32: Int]
  ) {
    var result: [Step] = []
    var moved: Set<Int> = []
    for (position, step) in each.enumerated() where !unneeded.contains(position) {
      guard let terms = totals[position] else {
        if !moved.contains(position) { result.append(step) }
        continue
      }
      for term in terms {
        let maker = makers[term]!
        if maker > position, moved.insert(maker).inserted { result.append(each[maker]) }
      }
      result.append(
        Step(
          opcode: terms.count == 2 ? .add : .sum, destination: step.destination, operands: terms,
          parameter: 0))
    }
    each = result
  }

  // MARK: Products

  private mutating func joinProducts() {
    let (uses, makers) = readersAndMakers()
    var moved: Set<Int> = []
    var result = each
    for (position, step) in each.enumerated() where step.opcode == .accumulateSum {
      guard let maker = makers[step.operands[0]], each[maker].opcode == .multiply,
        uses[Int(step.operands[0])] == 1, shapes[Int(step.destination)] == .varying
      else { continue }
      // Where the product stood: nothing that it reads has to be kept for longer.
      result[maker] = Step(
        opcode: .accumulateProducts, destination: step.destination,
        operands: each[maker].operands, parameter: step.parameter)
      moved.insert(position)
    }
    each = result.enumerated().filter { !moved.contains($0.offset) }.map(\.element)
  }
}
