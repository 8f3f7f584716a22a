import SourceText

/// Makes a model of definitions: looks up every name, checks every unit, and finds an order.
///
/// - Returns: the model, and all that is wrong. The model is nil when something is an error.
public func resolve(_ definitions: Definitions) -> (model: Model?, diagnostics: [Diagnostic]) {
  (nil, [])
}
