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
    shared.durations = kept(project.durations.map { Int32($0) })
    shared.horizon = Int32(project.durations.reduce(0, +))
    shared.capacities = kept(packed(project.capacities))
    shared.words = Int32(packed(project.capacities).count)
    shared.demands = kept(project.demands.flatMap(packed))
    forwards = linked(shared, precedence)
    backwards = linked(shared, precedence.mirrored)
    order = .allocate(capacity: count)
    begins = .allocate(capacity: count)
    ends = .allocate(capacity: count)
    left = .allocate(capacity: Int(shared.horizon) * Int(shared.words))
  }

  deinit {
    order.deallocate()
    begins.deallocate()
    ends.deallocate()
    left.deallocate()
    forwards.durations.deallocate()
    forwards.capacities.deallocate()
    forwards.demands.deallocate()
    for direction in [forwards, backwards] {
      direction.predecessorStarts.deallocate()
      direction.predecessors.deallocate()
    }
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

/// Memory with these numbers, which somebody has to give back.
private func kept<Number: BitwiseCopyable>(_ numbers: [Number]) -> UnsafePointer<Number> {
  let memory = UnsafeMutablePointer<Number>.allocate(capacity: numbers.count)
  memory.initialize(from: numbers, count: numbers.count)
  return UnsafePointer(memory)
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
  _ shared: torreya_whole_project, _ precedence: Precedence
) -> torreya_whole_project {
  var project = shared
  var starts: [Int32] = [0]
  for all in precedence.predecessors { starts.append(starts[starts.count - 1] + Int32(all.count)) }
  project.predecessorStarts = kept(starts)
  project.predecessors = kept(precedence.predecessors.joined().map { Int32($0) })
  return project
}
