/// What a run is told besides its config: the command line, resolved.
public struct RunOptions: Sendable {
    /// The input: a partner's export, or a failures.csv that continues its run.
    public var input: String
    /// The run folder; nil for the default one.
    public var folder: String?
    /// Reads the first rows only, this many.
    public var limit: Int?
    /// Requests a second instead of the config's rate; 0 for no limit.
    public var rate: Double?
    /// Requests under way at once, instead of the config's number.
    public var concurrency: Int?
    /// Sends rows again that an earlier process left unknown, though that may make a lead twice.
    public var resendUnknown = false
    /// So many first answers that are all the same rejection stop the run; 0 never.
    public var stopAfter = 20
    /// Run folders whose leads are not created again.
    public var done: [String] = []
    /// The base URL that stands in the journal: the API's, or `sandbox`.
    public var endpoint: String
    /// Of the program, for the journal.
    public var version: String

    /// Options with the defaults of the command line.
    public init(input: String, endpoint: String, version: String) {
        self.input = input
        self.endpoint = endpoint
        self.version = version
    }
}

/// Why a run cannot begin or continue.
public enum RunError: Error, Sendable, Equatable {
    /// The input is not what it was when the run began. Exit 65.
    case inputChanged(input: String, folder: String)
    /// The config is not what it was when the run was last taken up. Exit 78.
    case configurationChanged(configuration: String, folder: String)
    /// The folder is of another run. Exit 73.
    case otherInput(folder: String, input: String)
    /// The folder is of a run against another address. Exit 73.
    case otherEndpoint(folder: String, theirs: String, ours: String)
    /// The key that marks the leads is not the one the run began with. Exit 78.
    case trackingKeyChanged(configuration: String, theirs: String?, ours: String?)
    /// The user said no. Exit 2.
    case declined

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .inputChanged(let input, let folder):
            """
            \(input) has changed since its run in \(folder) began, so its rows can no longer be told apart from those \
            already sent. Put the old file back to continue; correct rows in \(folder)/failures.csv and run that; or begin \
            a new run with --out DIR and --done \(folder)
            """
        case .configurationChanged(let configuration, let folder):
            """
            \(configuration) has changed since the run in \(folder) was last taken up. Put the old config back to continue, \
            run \(folder)/failures.csv to send what failed with the new one, or begin a new run with --out DIR and \
            --done \(folder)
            """
        case .otherInput(let folder, let input):
            "\(folder) is the run folder of \(input); choose another one with --out DIR"
        case .otherEndpoint(let folder, let theirs, let ours):
            """
            \(folder) is the folder of a run against \(theirs), not \(ours); choose another one with --out DIR, or delete it \
            if it was only a trial
            """
        case .trackingKeyChanged(let configuration, let theirs, let ours):
            """
            \(configuration): tracking_key is \(ours ?? "null"), but the run began with \(theirs ?? "null"), and that is how \
            its leads are found again; set it back, or begin a new run with --out DIR and --done
            """
        case .declined:
            "nothing was sent"
        }
    }
}
