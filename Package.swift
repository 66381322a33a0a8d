// swift-tools-version: 6.1
import PackageDescription

/// Every target is built the same way: what a file imports it says itself, and it says so publicly only if it must.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let real: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "candlecast",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "candlecast", targets: ["candlecast"]),
        .library(name: "Candles", targets: ["Candles"]),
        .executable(name: "prophet-parity", targets: ["prophet-parity"]),
        .library(name: "ProphetEngine", targets: ["ProphetEngine"]),
        .library(name: "ProphetInterchange", targets: ["ProphetInterchange"]),
        .library(name: "Forecasting", targets: ["Forecasting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Pure: values only, no clock, no I/O.
        .target(name: "Candles", swiftSettings: settings),
        .target(name: "CKernels"),
        .target(name: "ProphetEngine", dependencies: ["CKernels", real], swiftSettings: settings),
        .target(name: "ProphetInterchange", dependencies: ["ProphetEngine"], swiftSettings: settings),
        .target(
            name: "Forecasting", dependencies: ["Candles", "ProphetEngine", real], swiftSettings: settings),
        .target(
            name: "Reporting", dependencies: ["Candles", "ProphetEngine", "Forecasting", real],
            swiftSettings: settings),

        // Edges: each holds one dependency and decides nothing.
        .target(
            name: "Binance",
            dependencies: [
                "Candles", "Archiving", crypto,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: settings),
        .target(
            name: "ReplayExchange",
            dependencies: [
                "Candles", "Archiving", crypto, real,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ], swiftSettings: settings),
        .target(name: "EventLog", dependencies: [grdb], swiftSettings: settings),
        .target(name: "ServingLayer", dependencies: ["Candles", "Archiving", grdb], swiftSettings: settings),
        .target(name: "Archiving", dependencies: ["CDeflate", "CZlib"], swiftSettings: settings),
        .target(name: "Parquet", dependencies: ["CDeflate", "CZstd"], swiftSettings: settings),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CDeflate", pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
        .systemLibrary(
            name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),

        // Layers: they meet in the store, never in code.
        .target(
            name: "BatchLayer", dependencies: ["Candles", "Archiving", "Binance", "ServingLayer"],
            swiftSettings: settings),
        .target(
            name: "SpeedLayer",
            dependencies: ["Candles", "Binance", "EventLog", "ServingLayer", lifecycle],
            swiftSettings: settings),

        // The program: arguments, printing, exit codes, wiring.
        .executableTarget(
            name: "candlecast",
            dependencies: [
                "Candles", "ProphetEngine", "ProphetInterchange", "Forecasting", "Reporting", "Binance",
                "ReplayExchange", "EventLog",
                "ServingLayer", "BatchLayer", "SpeedLayer", "Parquet", lifecycle, signals,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: settings),

        // Parity with Prophet: reads recorded cases and compares.
        .target(
            name: "ProphetParity", dependencies: ["ProphetEngine", "ProphetInterchange"],
            swiftSettings: settings),
        .executableTarget(
            name: "prophet-parity", dependencies: ["ProphetParity"], swiftSettings: settings),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["CZlib"], path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(name: "CandlesTests", dependencies: ["Candles", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "ProphetEngineTests", dependencies: ["ProphetEngine", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ProphetInterchangeTests",
            dependencies: ["ProphetEngine", "ProphetInterchange", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "ProphetParityTests",
            dependencies: ["ProphetEngine", "ProphetInterchange", "ProphetParity", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ForecastingTests",
            dependencies: ["Candles", "ProphetEngine", "Forecasting", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["Candles", "ProphetEngine", "Forecasting", "Reporting", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "BinanceTests",
            dependencies: [
                "Candles", "Archiving", "Binance", "TestSupport", crypto,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: settings),
        .testTarget(
            name: "ReplayExchangeTests",
            dependencies: [
                "Candles", "Archiving", "ReplayExchange", "TestSupport", "CZlib", crypto,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ], swiftSettings: settings),
        .testTarget(
            name: "EventLogTests", dependencies: ["EventLog", "TestSupport", grdb], swiftSettings: settings),
        .testTarget(
            name: "ArchivingTests", dependencies: ["Archiving", "CZlib", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ParquetTests", dependencies: ["Parquet", "CDeflate", "CZlib", "CZstd", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ServingLayerTests",
            dependencies: ["Candles", "Archiving", "ServingLayer", "TestSupport", grdb],
            swiftSettings: settings),
        .testTarget(
            name: "BatchLayerTests",
            dependencies: [
                "Candles", "Archiving", "Binance", "ReplayExchange", "ServingLayer", "BatchLayer",
                "TestSupport", grdb,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SpeedLayerTests",
            dependencies: [
                "Candles", "Binance", "EventLog", "ServingLayer", "SpeedLayer", "TestSupport", lifecycle,
            ], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "candlecast", "Candles", "Archiving", "TestSupport", grdb,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
