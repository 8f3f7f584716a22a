import SourceText

extension ObjectReader {
  /// The plain numbers of a matrix, row by row.
  ///
  /// - Errors: nil, with a diagnostic, when there are not so many rows and columns of numbers.
  func matrix(_ node: JSONNode, _ path: JSONPath, rows: Int, columns: Int) -> [Double]? {
    let reader = ValueReader(context: context, unit: .one, name: idPath, cadence: .once)
    guard case .array(let lines) = node.value, lines.count == rows else {
      context.report(
        wrongType(
          node,
          expected: BilingualText(
            zh: "\(rows) 行，每行 \(columns) 个数",
            en: counted(rows, "row") + " of " + counted(columns, "number")), path: path))
      return nil
    }
    var numbers: [Double] = []
    for (index, line) in lines.enumerated() {
      let path = path.appending(index: index)
      guard case .array(let cells) = line.value, cells.count == columns else {
        context.report(
          wrongType(
            line,
            expected: BilingualText(zh: "\(columns) 个数", en: counted(columns, "number")),
            path: path))
        return nil
      }
      for (column, cell) in cells.enumerated() {
        guard let number = reader.number(cell, path.appending(index: column))?.value else {
          return nil
        }
        numbers.append(number)
      }
    }
    return numbers
  }
}

/// In English, so many things.
private func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)" + (count == 1 ? "" : "s")
}
