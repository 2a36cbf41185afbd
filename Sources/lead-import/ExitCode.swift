import LeadImport
import NomosAPI
import NomosSandbox

/// The exit codes of the command, after BSD's sysexits where they fit.
enum ExitCode {
    static let success: Int32 = 0
    static let failures: Int32 = 1
    static let stopped: Int32 = 2
    static let usage: Int32 = 64
    static let data: Int32 = 65
    static let noInput: Int32 = 66
    static let cannotCreate: Int32 = 73
    static let cannotWrite: Int32 = 74
    static let inUse: Int32 = 75
    static let configuration: Int32 = 78

    /// What to tell the person of an error, and the exit code.
    static func of(_ error: any Error) -> (message: String, code: Int32) {
        switch error {
        case let error as ConfigurationError: (error.description, configuration)
        case let error as CredentialsError: (error.description, configuration)
        case let error as BaseURLError: ("NOMOS_BASE_URL: \(error)", configuration)
        case let error as EnvironmentError: (error.message, configuration)
        case let error as CSVError: (error.description, code(of: error))
        case let error as RerunError: (error.message, code(of: error))
        case let error as RunError: (error.message, code(of: error))
        case let error as JournalError: (error.message, code(of: error))
        case let error as EarlierRunError: (error.message, noInput)
        case let error as RunStatusError: (error.message, noInput)
        case let error as OutputError: (error.message, code(of: error))
        case let error as SandboxError: (error.description, cannotCreate)
        default: ("\(error)", cannotWrite)
        }
    }

    private static func code(of error: CSVError) -> Int32 {
        switch error.kind {
        case .cannotOpen: noInput
        case .cannotRead, .notReadableAsCSV: data
        case .cannotWrite: cannotWrite
        }
    }

    private static func code(of error: RerunError) -> Int32 {
        switch error {
        case .runMissing, .originalMissing: noInput
        default: data
        }
    }

    private static func code(of error: RunError) -> Int32 {
        switch error {
        case .inputChanged: data
        case .configurationChanged, .trackingKeyChanged: configuration
        case .otherInput, .otherEndpoint: cannotCreate
        case .declined: stopped
        }
    }

    private static func code(of error: JournalError) -> Int32 {
        switch error {
        case .inUse: inUse
        case .damaged: data
        }
    }

    private static func code(of error: OutputError) -> Int32 {
        switch error {
        case .cannotCreate: cannotCreate
        case .cannotWrite: cannotWrite
        }
    }
}

/// What the environment lacks.
struct EnvironmentError: Error {
    var message: String
}
