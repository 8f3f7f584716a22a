/// What is different between two texts, line by line: `-` what was expected, `+` what came, and
/// the lines that both have around it.
func lineDifference(_ expected: String, _ found: String) -> String {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let new = found.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in new.difference(from: old) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var lines: [String] = []
  var (left, right) = (0, 0)
  while left < old.count || right < new.count {
    if removed.contains(left) {
      lines.append("- " + old[left])
      left += 1
    } else if inserted.contains(right) {
      lines.append("+ " + new[right])
      right += 1
    } else {
      lines.append("  " + old[left])
      left += 1
      right += 1
    }
  }
  return lines.joined(separator: "\n")
}
