import ColumnPlan

extension BlockInterpreter {
  func lookUpCalendar(
    _ instruction: DecodedInstruction,
    _ kernel: (UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int, CalendarTable) -> Void
  ) {
    kernel(
      instruction.destination, instruction.first, instruction.lanes,
      plan.calendars[instruction.parameter])
  }
}
