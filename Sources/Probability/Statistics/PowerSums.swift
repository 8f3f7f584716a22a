import CKernels

/// The sums of the first six powers of deviations from a fixed centre.
///
/// Sums about the same centre add up, so that a column can be taken in piece by piece. The centre
/// should lie near the mean: then nothing cancels when the moments about the mean are formed.
public struct PowerSums: Hashable, Sendable {
  public static let powers = 6

  public let centre: Double
  /// A power of two by which deviations are multiplied, so that their sixth power is a number.
  public let scale: Double
  public private(set) var count = 0
  private var sums = InlineSums()
  /// What rounding has lost of the sums so far.
  private var losses = InlineSums()

  /// No numbers yet.
  public init(centre: Double, scale: Double = 1) {
    self.centre = centre
    self.scale = scale
  }

  /// The sum of the deviations to a power, from 1 to 6.
  func sum(_ power: Int) -> Double { sums[power - 1] + losses[power - 1] }

  /// Takes in numbers.
  ///
  /// - Complexity: O(n), about 0.3 ns per number at AVX-512.
  public mutating func add(_ numbers: UnsafeBufferPointer<Double>) {
    var piece = InlineSums()
    withUnsafeMutablePointer(to: &piece.values) {
      $0.withMemoryRebound(to: Double.self, capacity: Self.powers) {
        torreya_power_sums(numbers.baseAddress, centre, scale, numbers.count, $0)
      }
    }
    add(piece, count: numbers.count)
  }

  /// Takes in sums that `torreya_power_sums` made about the same centre.
  public mutating func add(record: UnsafePointer<Double>, count: Int) {
    var piece = InlineSums()
    for index in 0..<Self.powers { piece[index] = record[index] }
    add(piece, count: count)
  }

  /// Takes in the numbers of other sums.
  ///
  /// - Precondition: both have the same centre and scale.
  public mutating func merge(_ other: PowerSums) {
    precondition(centre == other.centre && scale == other.scale, "deviations of one kind")
    add(other.sums, count: other.count)
    for index in 0..<Self.powers { losses[index] += other.losses[index] }
  }

  /// Adds with compensation: what is added may be a small part of a long column.
  private mutating func add(_ piece: InlineSums, count: Int) {
    for index in 0..<Self.powers {
      let (total, addend) = (sums[index], piece[index])
      let sum = total + addend
      losses[index] +=
        abs(total) >= abs(addend) ? (total - sum) + addend : (addend - sum) + total
      sums[index] = sum
    }
    self.count += count
  }
}

/// Six numbers in place.
struct InlineSums: Hashable, Sendable {
  var values: (Double, Double, Double, Double, Double, Double) = (0, 0, 0, 0, 0, 0)

  subscript(index: Int) -> Double {
    get {
      switch index {
      case 0: values.0
      case 1: values.1
      case 2: values.2
      case 3: values.3
      case 4: values.4
      default: values.5
      }
    }
    set {
      switch index {
      case 0: values.0 = newValue
      case 1: values.1 = newValue
      case 2: values.2 = newValue
      case 3: values.3 = newValue
      case 4: values.4 = newValue
      default: values.5 = newValue
      }
    }
  }

  static func == (left: InlineSums, right: InlineSums) -> Bool { left.values == right.values }

  func hash(into hasher: inout Hasher) {
    for index in 0..<PowerSums.powers { hasher.combine(self[index]) }
  }
}
