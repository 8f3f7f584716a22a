/// One step of a plan: an opcode, where its value goes, and what it reads.
public struct Instruction: Hashable, Sendable {
  public let opcode: Opcode
  public let destination: Slot
  public let first, second, third: Slot
  /// A position in the list that the opcode names; zero where it names none.
  public let parameter: Int32
  /// The periods in which it is run, as a position in the plan's `occasions`; -1 for all of them.
  public let occasion: Int32

  public init(
    _ opcode: Opcode, into destination: Slot, _ first: Slot = .none, _ second: Slot = .none,
    _ third: Slot = .none, parameter: Int = 0, occasion: Int32 = -1
  ) {
    self.opcode = opcode
    self.destination = destination
    self.first = first
    self.second = second
    self.third = third
    self.parameter = Int32(parameter)
    self.occasion = occasion
  }

  /// The slots it names; `Plan.operands(of:)` has those of a list too.
  public var operands: [Slot] { Array([first, second, third].prefix(opcode.operandCount)) }
}
