// swift-tools-version: 6.1
import PackageDescription

/// A package of its own, so that the product never sees the harness.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "candlecast", path: "..")],
    targets: [
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                .product(name: "Candles", package: "candlecast"),
                .product(name: "ProphetEngine", package: "candlecast"),
            ]),
        .executableTarget(
            name: "ProphetPeer",
            dependencies: [.product(name: "ProphetEngine", package: "candlecast")]),
    ],
    swiftLanguageModes: [.v6]
)
