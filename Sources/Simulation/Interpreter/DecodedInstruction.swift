import ColumnPlan

/// An instruction with the addresses of its operands in one worker's workspace.
///
/// A workspace never moves, so addresses are looked up once and not for every block, period and
/// instruction.
struct DecodedInstruction {
  let opcode: Opcode
  let parameter: Int
  /// Null for an instruction without a destination.
  let destination: UnsafeMutablePointer<Double>!
  /// How many numbers it makes: a block of them, or one for all trials.
  let lanes: Int
  /// Null where the instruction has no such operand.
  let first, second, third: UnsafeMutablePointer<Double>!
  /// The step from one lane to the next: none where one number serves all lanes.
  let firstStride, secondStride, thirdStride: Int
  /// The columns that `sum` adds; none for other instructions.
  let columns: ColumnList
  /// The draw that fills the first operand before the instruction reads it; -1 where another
  /// instruction did.
  let draw: Int
  /// For each period whether it is run; null where it is in all.
  private let occasion: UnsafePointer<Bool>?

  init(_ instruction: Instruction, drawing draw: Int? = nil, in workspace: borrowing Workspace) {
    opcode = instruction.opcode
    parameter = Int(instruction.parameter)
    self.draw = draw ?? -1
    destination = workspace.start(of: instruction.destination)
    lanes = instruction.destination.shape == .varying ? blockTrials : 1
    first = instruction.isClearing ? workspace.zero : workspace.start(of: instruction.first)
    second = workspace.start(of: instruction.second)
    third = workspace.start(of: instruction.third)
    columns = instruction.opcode == .sum ? workspace.sums[parameter] : .none
    occasion = instruction.occasion < 0 ? nil : workspace.occasion(Int(instruction.occasion))
    firstStride = instruction.first.shape == .varying ? 1 : 0
    secondStride = instruction.second.shape == .varying ? 1 : 0
    thirdStride = instruction.third.shape == .varying ? 1 : 0
  }

  @inline(__always)
  func isRun(inPeriod period: Int) -> Bool {
    guard let occasion else { return true }
    return occasion[period]
  }
}

extension Instruction {
  /// Writes zero into all lanes of a column.
  init(clearing column: Slot) { self.init(.carry, into: column) }

  /// Whether it carries nothing.
  fileprivate var isClearing: Bool { opcode == .carry && first == .none }
}

/// The instructions of a body, in their order.
///
/// - Parameter deferral: which draws wait until they are needed.
func decoded(
  _ body: [Instruction], _ deferral: DrawDeferral, in workspace: borrowing Workspace
) -> [DecodedInstruction] {
  let places = deferral.drawPlaces(in: body)
  let waiting = Set(places.values)
  var instructions: [DecodedInstruction] = []
  instructions.reserveCapacity(body.count)
  for (place, instruction) in body.enumerated() where !waiting.contains(place) {
    let draw = places[place].map { Int(body[$0].parameter) }
    instructions.append(DecodedInstruction(instruction, drawing: draw, in: workspace))
  }
  return instructions
}

extension Workspace {
  /// Where a slot begins; nil for none.
  func start(of slot: Slot) -> UnsafeMutablePointer<Double>? {
    guard slot.index >= 0 else { return nil }
    return slot.shape == .varying
      ? columns + Int(slot.index) * blockTrials : numbers + Int(slot.index)
  }
}
