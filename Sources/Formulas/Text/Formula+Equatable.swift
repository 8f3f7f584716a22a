extension Formula: Equatable {
  /// Whether two formulas say the same, wherever they were written.
  ///
  /// Two draws are the same when their streams, cadences, units and texts are.
  public static func == (left: Formula, right: Formula) -> Bool {
    switch (left.node, right.node) {
    case (.constant(let value, let unit), .constant(let otherValue, let otherUnit)):
      value == otherValue && unit == otherUnit
    case (.reference(let id), .reference(let otherID)):
      id == otherID
    case (.members(let pattern), .members(let otherPattern)):
      pattern == otherPattern
    case (.series(let values, let unit), .series(let otherValues, let otherUnit)),
      (.daySeries(let values, let unit), .daySeries(let otherValues, let otherUnit)):
      values == otherValues && unit == otherUnit
    case (.draw(let draw), .draw(let other)):
      draw.stream == other.stream && draw.cadence == other.cadence && draw.text == other.text
        && draw.unit == other.unit
    case (.scheduled(let value), .scheduled(let other)): value == other
    case (.call(let function, let arguments), .call(let otherFunction, let otherArguments)):
      function == otherFunction && arguments == otherArguments
    default: false
    }
  }
}
