import ColumnPlan

/// Which draws wait until a count asks for them.
///
/// Of groups that nobody has booked none is cancelled, and on most days of a year that holds for
/// every trial of a block: what would decide it need not be drawn. A draw is a function of its
/// place, not of the draws before it, so that nothing depends on when it is made.
struct DrawDeferral {
  private let plan: Plan
  /// For each column whether a later run, or another body, reads what a body leaves there.
  let lasting: [Bool]

  init(for plan: Plan) {
    self.plan = plan
    lasting = plan.columnsReadFirst()
  }

  /// The draws of a list of instructions that wait.
  ///
  /// - Returns: the place of each by that of the count which alone asks for it.
  /// - Complexity: O(binomial counts × instructions between two uses of a column).
  func drawPlaces(in body: [Instruction]) -> [Int: Int] {
    var places: [Int: Int] = [:]
    for (place, count) in body.enumerated() where count.opcode == .binomialQuantile {
      if let draw = draw(for: count, at: place, in: body) { places[place] = draw }
    }
    return places
  }

  private func draw(for count: Instruction, at place: Int, in body: [Instruction]) -> Int? {
    let drawn = count.first
    guard isColumn(drawn), isColumn(count.second), count.second != drawn, count.third != drawn,
      let draw = body[..<place].lastIndex(where: { isUse($0, of: drawn) }),
      body[draw].opcode == .uniforms, body[draw].destination == drawn
    else { return nil }
    let isLeft: Bool
    if count.destination == drawn {
      isLeft = true
    } else if let next = body[(place + 1)...].first(where: { isUse($0, of: drawn) }) {
      isLeft = !plan.columnsRead(by: next).contains(Int(drawn.index))
    } else {
      isLeft = !lasting[Int(drawn.index)]
    }
    return isLeft ? draw : nil
  }

  private func isColumn(_ slot: Slot) -> Bool { slot.index >= 0 && slot.shape == .varying }

  private func isUse(_ instruction: Instruction, of slot: Slot) -> Bool {
    let column = Int(slot.index)
    return plan.columnsRead(by: instruction).contains(column)
      || plan.columnsWritten(by: instruction).contains(column)
  }
}
