/// The paths of a step from the lowest number to the highest; equal ones by their place, and
/// what is no number last.
///
/// - Parameter offset: where the numbers of the step begin.
/// - Complexity: O(count).
func ranking(_ numbers: [Double], _ offset: Int, _ count: Int) -> [Int] {
  precondition(count <= UInt32.max && offset + count <= numbers.count, "numbers of a step")
  var ranking = PathRanking(count: count)
  return numbers.withUnsafeBufferPointer { numbers in
    ranking.rank(UnsafeBufferPointer(rebasing: numbers[offset..<offset + count]))
    return ranking.places.map { Int($0) }
  }
}

/// Puts the paths of one step after the other in order, with memory that is allocated once.
///
/// The bits of a number are ordered as the numbers are. The range between the lowest and the
/// highest is parted in four million cells, which are put in order by two counts; the few numbers
/// that share a cell are put in order by insertion. Where many do, all are sorted by comparison,
/// which alone took a fifth of the time in which many series are forecast.
///
/// - Source: Knuth (1998), "The Art of Computer Programming", volume 3, sections 5.2.1 and 5.2.5.
struct PathRanking {
  /// The places of the paths, from the lowest number to the highest.
  private(set) var places: [UInt32]
  private var keys: [UInt64]
  private var cells, other: [Cell]
  private var counts: [UInt32]

  /// Where a number lies between the lowest and the highest.
  private struct Cell {
    var cell: UInt32
    var place: UInt32
  }

  private static let digitBits = 11
  private static let digitValues = 1 << digitBits

  init(count: Int) {
    places = [UInt32](repeating: 0, count: count)
    keys = [UInt64](repeating: 0, count: count)
    cells = [Cell](repeating: Cell(cell: 0, place: 0), count: count)
    other = cells
    counts = [UInt32](repeating: 0, count: 2 * Self.digitValues)
  }

  /// Puts the paths in order: equal numbers by their place, what is no number last.
  ///
  /// - Precondition: as many numbers as paths.
  mutating func rank(_ numbers: UnsafeBufferPointer<Double>) {
    precondition(numbers.count == keys.count, "a number for each path")
    guard !numbers.isEmpty else { return }
    let (lowest, highest) = fillKeys(numbers)
    let width = UInt64.bitWidth - (highest - lowest).leadingZeroBitCount
    let shift = UInt64(max(width - 2 * Self.digitBits, 0))
    fillCells(lowest, shift: shift)
    sortCells()
    // Without a shift a cell has equal numbers only.
    guard shift == 0 || sortWithinCells() else {
      places = keys.indices.sorted(by: keys)
      return
    }
    places.withUnsafeMutableBufferPointer { places in
      cells.withUnsafeBufferPointer { cells in
        for rank in places.indices { places[rank] = cells[rank].place }
      }
    }
  }

  /// - Returns: the lowest and the highest key.
  private mutating func fillKeys(
    _ numbers: UnsafeBufferPointer<Double>
  ) -> (lowest: UInt64, highest: UInt64) {
    var (lowest, highest) = (UInt64.max, UInt64.min)
    keys.withUnsafeMutableBufferPointer { keys in
      for path in numbers.indices {
        let key = orderedBits(numbers[path])
        keys[path] = key
        lowest = min(lowest, key)
        highest = max(highest, key)
      }
    }
    return (lowest, highest)
  }

  private mutating func fillCells(_ lowest: UInt64, shift: UInt64) {
    cells.withUnsafeMutableBufferPointer { cells in
      keys.withUnsafeBufferPointer { keys in
        for path in keys.indices {
          cells[path] = Cell(
            cell: UInt32(truncatingIfNeeded: (keys[path] - lowest) &>> shift),
            place: UInt32(truncatingIfNeeded: path))
        }
      }
    }
  }

  /// Counts the lower digit of the cells, then the upper one.
  private mutating func sortCells() {
    let mask = UInt32(Self.digitValues - 1)
    for index in counts.indices { counts[index] = 0 }
    cells.withUnsafeMutableBufferPointer { cells in
      other.withUnsafeMutableBufferPointer { other in
        counts.withUnsafeMutableBufferPointer { counts in
          let upper = UnsafeMutableBufferPointer(rebasing: counts[Self.digitValues...])
          for cell in cells {
            counts[Int(cell.cell & mask)] += 1
            upper[Int(cell.cell >> UInt32(Self.digitBits))] += 1
          }
          var (first, firstUpper): (UInt32, UInt32) = (0, 0)
          for value in 0..<Self.digitValues {
            (counts[value], first) = (first, first + counts[value])
            (upper[value], firstUpper) = (firstUpper, firstUpper + upper[value])
          }
          for cell in cells {
            let digit = Int(cell.cell & mask)
            other[Int(counts[digit])] = cell
            counts[digit] += 1
          }
          for cell in other {
            let digit = Int(cell.cell >> UInt32(Self.digitBits))
            cells[Int(upper[digit])] = cell
            upper[digit] += 1
          }
        }
      }
    }
  }

  /// Puts the numbers of each cell in order by insertion.
  ///
  /// - Returns: false where so many share their cells that this would take long.
  private mutating func sortWithinCells() -> Bool {
    var room = 8 * cells.count
    return cells.withUnsafeMutableBufferPointer { cells in
      keys.withUnsafeBufferPointer { keys in
        for rank in 1..<max(cells.count, 1) where cells[rank].cell == cells[rank - 1].cell {
          let moving = cells[rank]
          let key = keys[Int(moving.place)]
          var hole = rank
          while hole > 0, cells[hole - 1].cell == moving.cell,
            keys[Int(cells[hole - 1].place)] > key
          {
            cells[hole] = cells[hole - 1]
            hole -= 1
            room -= 1
          }
          cells[hole] = moving
          if room < 0 { return false }
        }
        return true
      }
    }
  }
}

extension Range<Int> {
  /// The places in the order of their keys, equal ones in their own.
  fileprivate func sorted(by keys: [UInt64]) -> [UInt32] {
    map { UInt32($0) }.sorted { left, right in
      let (one, other) = (keys[Int(left)], keys[Int(right)])
      return one == other ? left < right : one < other
    }
  }
}

/// Bits that are ordered as the numbers are: the two zeros alike, what is no number last.
private func orderedBits(_ number: Double) -> UInt64 {
  guard !number.isNaN else { return .max }
  let bits = (number + 0).bitPattern
  return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
}
