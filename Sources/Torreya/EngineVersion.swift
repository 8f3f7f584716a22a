/// The version of the engine, as `torreya --version` prints it and every manifest records it.
public let engineVersion = "0.1.0"
