import SourceText

/// A table as lines for the terminal: a header, a rule, the rows; numbers right, texts left.
///
/// Widths count terminal columns, two for a Chinese character.
///
/// - Parameter significantDigits: about how many digits a number shows; see `plainNumber`.
/// - Parameter widthMaximum: the columns of the terminal; wide texts are cut with `…` to fit, in
///   the middle where their beginnings are alike, and numbers and dates never, so that a line may
///   still be wider. Nil for no limit.
/// - Parameter cutting: the only columns that may be cut; all texts when left out.
public func textTable(
  _ table: Table, significantDigits: Int = 6, widthMaximum: Int? = nil, cutting: Set<Int>? = nil
) -> String {
  let names = table.columns.map(\.name)
  var rows = table.rows.map { $0.map { shown($0, significantDigits) } }
  let isRight = table.columns.indices.map { index in
    let filled = table.rows.map { $0[index] }.filter { $0 != .empty }
    return !filled.isEmpty && filled.allSatisfy(\.isNumeric)
  }
  var widths = names.indices.map { index in
    ([names] + rows).map { $0[index].displayWidth }.max() ?? 0
  }
  if let widthMaximum {
    let isFixed = table.columns.indices.map { index in
      cutting.map { !$0.contains(index) } ?? !table.rows.contains { $0[index].isText }
    }
    shrink(&widths, isFixed: isFixed, to: widthMaximum)
  }
  for (column, width) in widths.enumerated() {
    let cut = cut(rows.map { $0[column] }, to: width)
    for row in rows.indices { rows[row][column] = cut[row] }
  }
  let rule = widths.map { String(repeating: "-", count: $0) }
  return ([names, rule] + rows).map { row in
    let cells = row.indices.map { padded(row[$0], to: widths[$0], isRight: isRight[$0]) }
    return cells.joined(separator: gap).trimmingTrailingSpaces
  }.joined(separator: "\n")
}

private let gap = "  "
/// A text that is cut shorter says nothing any more.
private let textWidthMinimum = 6

private func shown(_ cell: Cell, _ significantDigits: Int) -> String {
  switch cell {
  case .text(let text): text.replacingControls
  case .date(let text): text.replacingControls
  case .number(let value): plainNumber(value, significantDigits: significantDigits)
  case .integer(let value): String(value)
  case .empty: ""
  }
}

/// Takes columns from the widest text, one at a time, until the line fits.
private func shrink(_ widths: inout [Int], isFixed: [Bool], to maximum: Int) {
  var excess = widths.reduce(0, +) + gap.count * (widths.count - 1) - maximum
  while excess > 0 {
    let candidates = widths.indices.filter { !isFixed[$0] && widths[$0] > textWidthMinimum }
    guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
    widths[widest] -= 1
    excess -= 1
  }
}

/// Texts of a column that fit into it. Where some of those that were different would be alike, what
/// is cut out of all that are too wide is their middle.
private func cut(_ texts: [String], to width: Int) -> [String] {
  func each(_ cut: (String) -> String) -> [String] {
    texts.map { $0.displayWidth > width ? cut($0) : $0 }
  }
  let ends = each { $0.cut(to: width) }
  return Set(ends).count == Set(texts).count ? ends : each { $0.cutInside(to: width) }
}

private func padded(_ text: String, to width: Int, isRight: Bool) -> String {
  let cut = text.displayWidth > width ? text.cut(to: width) : text
  let blank = String(repeating: " ", count: max(0, width - cut.displayWidth))
  return isRight ? blank + cut : cut + blank
}

extension String {
  /// The begin of the text with `…`, in at most `width` columns.
  fileprivate func cut(to width: Int) -> String {
    var text = ""
    var columns = 1
    for character in self {
      columns += String(character).displayWidth
      if columns > width { break }
      text.append(character)
    }
    return text + "…"
  }

  /// The begin and the end of the text with `…` between, in at most `width` columns.
  fileprivate func cutInside(to width: Int) -> String {
    var end: [Character] = []
    var columns = 0
    for character in reversed() {
      columns += String(character).displayWidth
      if columns > (width - 1) / 2 { break }
      end.append(character)
    }
    let tail = String(end.reversed())
    return cut(to: width - tail.displayWidth) + tail
  }

  /// Line breaks and other control characters would break the table: each becomes a space.
  fileprivate var replacingControls: String {
    String(String.UnicodeScalarView(unicodeScalars.map { isControl($0) ? " " : $0 }))
  }

  fileprivate var trimmingTrailingSpaces: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .control
}
