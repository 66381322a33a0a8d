// swift-tools-version: 6.1
import PackageDescription

/// Forecasts a CSV file with the library, as a package of one's own would.
let package = Package(
    name: "forecast-csv",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "candlecast", path: "../..")],
    targets: [
        .executableTarget(
            name: "ForecastCSV",
            dependencies: [
                .product(name: "ProphetEngine", package: "candlecast"),
                .product(name: "ProphetInterchange", package: "candlecast"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
