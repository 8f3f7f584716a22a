/// Where a value stands in the workspace of a worker.
///
/// A varying slot is a column over the trials of one block; a uniform slot is one number that
/// holds for all of them, so that the deterministic parts of a model cost next to nothing.
public struct Slot: Hashable, Sendable {
  public enum Shape: UInt8, Sendable { case uniform, varying }

  /// The position among the slots of the same shape.
  public let index: Int32
  public let shape: Shape

  public init(index: Int, shape: Shape) {
    self.index = Int32(index)
    self.shape = shape
  }

  /// Stands where an instruction has no such operand.
  public static let none = Slot(index: -1, shape: .uniform)
}

extension Slot: CustomStringConvertible {
  /// `%3` for a column, `$3` for one number, `-` for none.
  public var description: String {
    index < 0 ? "-" : (shape == .varying ? "%" : "$") + String(index)
  }
}
