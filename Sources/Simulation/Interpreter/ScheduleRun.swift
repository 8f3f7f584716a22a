import ColumnPlan
import Scheduling

/// A schedule of a plan with the addresses of what it reads and writes in one worker's workspace.
final class ScheduleRun {
  private let network: NetworkRun
  private let inputs: UnsafeMutablePointer<NetworkRun.Input>
  private let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
  private let trials: Int

  /// - Parameter destination: the first of the slots that it fills.
  init(
    _ site: ScheduleSite, destination: Slot, _ ahead: PlanAhead?,
    _ workspace: borrowing Workspace
  ) {
    trials = destination.shape == .varying ? blockTrials : 1
    network = NetworkRun(
      site.network, outputs: site.outputs, trials: trials, stateDays: ahead?.days ?? 0..<0)
    inputs = .allocate(capacity: max(1, site.inputs.count))
    for (place, slot) in site.inputs.enumerated() {
      (inputs + place).initialize(
        to: NetworkRun.Input(
          numbers: UnsafePointer(workspace.start(of: slot)!),
          step: slot.shape == .varying ? 1 : 0))
    }
    outputs = .allocate(capacity: site.outputs.count)
    for place in site.outputs.indices {
      let slot = Slot(index: Int(destination.index) + place, shape: destination.shape)
      (outputs + place).initialize(to: workspace.start(of: slot)!)
    }
  }

  deinit {
    inputs.deallocate()
    outputs.deallocate()
  }

  /// Schedules the trials of the block at hand.
  ///
  /// - Parameter states: the weather of its days.
  func run(states: UnsafePointer<UInt8>?) {
    network.run(inputs: inputs, states: states, outputs: outputs, trials: trials)
  }

  /// What it takes beside the workspace.
  ///
  /// - Unit: bytes.
  static func size(for plan: Plan) -> Int {
    guard let ahead = plan.ahead else { return 0 }
    return Workspace.size(for: ahead.plan) + ahead.plan.days * blockTrials
  }
}

/// Runs the days ahead of a block, to foresee its weather.
final class DaysAhead {
  private var interpreter: BlockInterpreter
  /// For each day, one after another, the states of the block's trials as bits.
  var states: UnsafePointer<UInt8> { UnsafePointer(interpreter.workspace.states) }

  init(_ plan: Plan, _ uniforms: UniformSource, parameters: [String: Double] = [:]) {
    interpreter = BlockInterpreter(
      plan, uniforms, store: TrialStore(for: plan, blocks: 1), parameters: parameters)
  }

  func run(firstTrial: Int, trials: Int) {
    interpreter.workspace.clearStates()
    interpreter.run(firstTrial: firstTrial, storeOffset: 0, trials: trials)
  }
}

extension Plan {
  /// The first of the slots that a schedule fills.
  func destination(ofSchedule index: Int) -> Slot {
    once.first { $0.opcode == .schedule && Int($0.parameter) == index }!.destination
  }
}
