// swift-tools-version: 6.2

import PackageDescription

// One place for every Swift target's settings. In CI a warning is an error.
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "lead-import",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "lead-import", targets: ["lead-import"]),
        .library(name: "LeadImport", targets: ["LeadImport"]),
        .library(name: "NomosAPI", targets: ["NomosAPI"]),
    ],
    dependencies: [],
    targets: [
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .yum(["libcurl-devel"]), .brew(["curl"])]
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"]), .brew(["zlib"])]
        ),
        // Header only: the few vector instructions that Swift has no words for.
        .target(name: "CBlockMasks"),
        .target(name: "NomosAPI", dependencies: ["CCurl"], swiftSettings: settings),
        .target(name: "LeadImport", dependencies: ["NomosAPI", "CBlockMasks", "CZlib"], swiftSettings: settings),
        .target(name: "NomosSandbox", swiftSettings: settings),
        .executableTarget(
            name: "lead-import",
            dependencies: ["LeadImport", "NomosAPI", "NomosSandbox"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "benchmarks",
            dependencies: ["LeadImport", "NomosAPI", "NomosSandbox"],
            swiftSettings: settings
        ),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "NomosAPITests", dependencies: ["NomosAPI", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "LeadImportTests",
            dependencies: ["LeadImport", "NomosAPI", "NomosSandbox", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "NomosSandboxTests", dependencies: ["NomosSandbox"], swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: ["lead-import", "LeadImport", "NomosSandbox", "TestSupport"],
            swiftSettings: settings
        ),
    ]
)
