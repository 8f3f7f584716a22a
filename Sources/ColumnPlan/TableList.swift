/// Tables of the same length, each once, one after another.
struct TableList {
  let length: Int
  private(set) var numbers: [Double] = []
  private var known: [[UInt64]: Int] = [:]

  init(length: Int) { self.length = length }

  /// The place of a table among them, which is added if it is a new one.
  mutating func index(of table: [Double]) -> Int {
    let bits = table.map(\.bitPattern)
    if let index = known[bits] { return index }
    let index = numbers.count / length
    numbers += table
    known[bits] = index
    return index
  }
}
