// swift-tools-version: 6.2
import PackageDescription

// The programs that `Benchmarks/run` times beside the torreya command. A package of its own, so
// that nobody who builds Torreya builds them too.
let package = Package(
  name: "torreya-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "torreya", path: "..")],
  targets: [
    // fiscal-12x36 by hand on the kernels: the line that the engine has to reach.
    .executableTarget(
      name: "limit", dependencies: [.product(name: "TorreyaLayers", package: "torreya")]),
    // Kernels, distributions, plans and reading, each alone.
    .executableTarget(
      name: "layers", dependencies: [.product(name: "TorreyaLayers", package: "torreya")]),
    // A plan as JSON, for a peer that interprets it in NumPy.
    .executableTarget(
      name: "planjson", dependencies: [.product(name: "TorreyaLayers", package: "torreya")]),
    // The serial scheme and the search for orders on the instances of PSPLIB.
    .executableTarget(
      name: "psplib", dependencies: [.product(name: "TorreyaLayers", package: "torreya")]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
