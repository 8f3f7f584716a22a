// A block of trials, eight at a time: numbers in, passes, dates out.
// Included once per level: no include guard.

namespace torreya {
namespace TORREYA_LEVEL {

/// The numbers of eight trials. Where fewer are left, the first one fills the other places.
static void readNumbers(const Group &group, const torreya_input *inputs, size_t first) {
  const torreya_network &network = group.network;
  for (int i = 0; i < network.inputs; ++i) {
    const torreya_input &input = inputs[i];
    if (input.step == 0) continue;
    Trials x = eight(input.numbers[first]);
    if (group.count == together) {
      __builtin_memcpy(&x, input.numbers + first, sizeof x);
    } else {
      for (size_t trial = 0; trial < group.count; ++trial) x[trial] = input.numbers[first + trial];
    }
    put(network.number, i, x);
  }
}

/// Coordinates of moments that activities may not begin before. Those that are the same in all
/// trials have been converted once.
static void convertMoments(const Group &group, const torreya_input *inputs, bool isOnce) {
  const torreya_network &network = group.network;
  for (int i = 0; i < network.conversions; ++i) {
    const torreya_conversion &conversion = network.conversion[i];
    bool isSame = (conversion.moment >= network.inputs || inputs[conversion.moment].step == 0) &&
                  network.line[conversion.line].isCounted;
    if (isSame != isOnce) continue;
    put(network.converted, i,
        elapsedAt(group, conversion.line, at(network.number, conversion.moment), never));
  }
}

static void startLines(const Group &group) {
  const torreya_network &network = group.network;
  for (int i = 0; i < network.lines; ++i) {
    torreya_line &line = network.line[i];
    // Without losses the days are the same in all trials, and stay.
    if (line.isCounted || line.losses == 0) continue;
    line.builtFrom = line.builtTo = line.origin;
    put(line.elapsed, line.origin, eight(0));
    for (int loss = 0; loss < line.losses; ++loss) {
      put(line.kept, loss, 1 - at(network.number, line.lossShare[loss]));
    }
  }
}

static void scheduleGroup(const Group &group, double *const *outputs, size_t first) {
  const torreya_network &network = group.network;
  if (isLimited(network)) {
    limitedPass(group);
  } else {
    forwardPass(group);
  }
  for (int place = 0; place < network.activities; ++place) {
    if (network.activity[place].isHammock) putHammock(group, place);
  }
  endProjects(group);
  if (network.needsLatest) backwardPass(group);
  for (int i = 0; i < network.outputs; ++i) {
    Trials x = quantityOf(group, network.output[i]);
    // No number for what is infinite.
    x = x + (x - x);
    // Of a length that is known the copy is one instruction, and no call.
    if (group.count == together) {
      __builtin_memcpy(outputs[i] + first, &x, sizeof x);
    } else {
      for (size_t trial = 0; trial < group.count; ++trial) outputs[i][first + trial] = x[trial];
    }
  }
}

static void schedule(torreya_network *network, const torreya_input *inputs, const uint8_t *states,
                     size_t stride, double *const *outputs, size_t trials) {
  Group whole = {*network, states, stride, together};
  for (int i = 0; i < network->inputs; ++i) {
    if (inputs[i].step == 0) put(network->number, i, eight(*inputs[i].numbers));
  }
  convertMoments(whole, inputs, true);
  for (size_t first = 0; first < trials; first += together) {
    size_t count = trials - first < together ? trials - first : together;
    Group group = {*network, states == nullptr ? nullptr : states + first, stride, count};
    readNumbers(group, inputs, first);
    startLines(group);
    convertMoments(group, inputs, false);
    scheduleGroup(group, outputs, first);
  }
}

}  // namespace TORREYA_LEVEL
}  // namespace torreya
