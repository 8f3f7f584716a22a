import ColumnPlan

extension Lowering {
  /// The sum of so many of the values as are the largest.
  ///
  /// Each value in turn is put among the largest so far, from the first rank down: the larger of
  /// the two stays in the rank, the smaller goes on to the next. A maximum and a minimum a rank,
  /// without a branch, which no trial takes otherwise than its neighbour. The steps of the first
  /// ranks do not depend on how many there are, so that the sums of the one, three and five
  /// largest share them.
  ///
  /// - Complexity: two opcodes for each value and rank.
  /// - Source: insertion as a network of comparators, Knuth, *The Art of Computer Programming*,
  ///   vol. 3, 2nd ed. (1998), section 5.3.4.
  mutating func sumOfLargest(_ arguments: [Formula], at moment: Moment) -> PlanBuilder.Value {
    guard let number = arguments[0].constantValue, let wanted = Int(exactly: number), wanted > 0
    else { preconditionFailure("resolution checks that the number is written out") }
    var ranks: [PlanBuilder.Value] = []
    for argument in arguments.dropFirst() {
      var value = emit(argument, at: moment)
      for rank in ranks.indices {
        let larger = builder.apply(.maximum, ranks[rank], value)
        if rank < wanted - 1 { value = builder.apply(.minimum, ranks[rank], value) }
        ranks[rank] = larger
      }
      if ranks.count < wanted { ranks.append(value) }
    }
    return ranks.dropFirst().reduce(ranks[0]) { builder.apply(.add, $0, $1) }
  }
}
