import CKernels

/// The serial scheme of a whole project, with all memory that it needs.
///
/// - Precondition: a project without a defect.
final class WholeScheme: SerialScheme {
  let priorities: PriorityCase
  let bound: ScheduleCost
  private let forwards: torreya_whole_project
  private let backwards: torreya_whole_project
  private let count: Int
  private let arena = Arena()
  private let order: UnsafeMutablePointer<Int32>
  private let begins: UnsafeMutablePointer<Int32>
  private let ends: UnsafeMutablePointer<Int32>
  private let left: UnsafeMutablePointer<UInt64>

  init(_ project: WholeProject) {
    if let defect = project.defect { preconditionFailure(defect) }
    let precedence = project.precedence
    priorities = PriorityCase(
      precedence: precedence, durations: project.durations.map(Double.init),
      intensities: project.demands.map { demand in
        zip(demand, project.capacities).reduce(0) {
          $1.1 == 0 ? $0 : $0 + Double($1.0) / Double($1.1)
        }
      })
    bound = ScheduleCost(makespan: priorities.criticalPath, tie: .infinity)
    count = project.durations.count
    var shared = torreya_whole_project()
    shared.activities = Int32(count)
    shared.durations = arena.array(project.durations.map { Int32($0) })
    shared.horizon = Int32(project.durations.reduce(0, +))
    let capacities = packed(project.capacities)
    shared.capacities = arena.array(capacities)
    shared.words = Int32(capacities.count)
    shared.demands = arena.array(project.demands.flatMap(packed))
    forwards = linked(shared, precedence, arena)
    backwards = linked(shared, precedence.mirrored, arena)
    order = arena.room(count)
    begins = arena.room(count)
    ends = arena.room(count)
    left = arena.room(Int(shared.horizon) * capacities.count)
  }

  func schedule(
    _ list: [Int], mirrored: Bool, begins outBegins: inout [Double], ends outEnds: inout [Double]
  ) -> ScheduleCost {
    for place in 0..<count { order[place] = Int32(list[place]) }
    withUnsafePointer(to: mirrored ? backwards : forwards) {
      torreya_serial_schedule($0, order, left, begins, ends)
    }
    var cost = ScheduleCost(makespan: 0, tie: 0)
    for activity in 0..<count {
      outBegins[activity] = Double(begins[activity])
      outEnds[activity] = Double(ends[activity])
      cost.makespan = max(cost.makespan, outEnds[activity])
      cost.tie += outBegins[activity]
    }
    return cost
  }
}

/// Four amounts a word, as the kernel reads them.
private func packed(_ amounts: [Int]) -> [UInt64] {
  stride(from: 0, to: amounts.count, by: 4).map { first in
    amounts[first..<min(first + 4, amounts.count)].enumerated().reduce(0) {
      $0 | UInt64($1.element) << UInt64(16 * $1.offset)
    }
  }
}

/// The project with what each activity waits for.
private func linked(
  _ shared: torreya_whole_project, _ precedence: Precedence, _ arena: Arena
) -> torreya_whole_project {
  var project = shared
  project.predecessorStarts = arena.starts(of: precedence.predecessors)
  project.predecessors = arena.array(precedence.predecessors.joined().map { Int32($0) })
  return project
}
