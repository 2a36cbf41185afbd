/// A lead as `POST /leads` takes it (API version `2026-05-27.curie`): the prefilled part of a checkout.
///
/// Only ``plan``, the ZIP code and the estimated usage are required by the API. The type holds what is sent and checks
/// nothing; the API's rules are the validation's affair. Its JSON is written by ``json(into:)``.
public struct Lead: Sendable, Equatable {
    /// The plan's ID, `pln_…`.
    public var plan: String
    /// Who becomes the customer.
    public var customer: Customer?
    /// Where the meter is.
    public var address: Address
    /// The meter and what it is expected to count.
    public var meter: Meter
    /// How the customer pays.
    public var paymentMethod: PaymentMethod?
    /// The ID of the market partner that supplies the customer today, `mp_…`; consumption plans only.
    public var previousSupplier: String?
    /// True: start on the next possible date; false: ``intendedStartDate`` is used.
    public var nextPossibleStart: Bool?
    /// The day the supply should start, `yyyy-MM-dd`.
    public var intendedStartDate: String?
    /// Why the customer changes the supplier.
    public var changeReason: ChangeReason?
    /// The e-mail address of the user credited with the lead.
    public var createdBy: String?
    /// The lead's metadata, in the order it is sent. Keys are expected to be distinct.
    public var metadata: [MetadataEntry]

    /// Creates a lead; see the properties for what each part means.
    public init(
        plan: String,
        customer: Customer? = nil,
        address: Address,
        meter: Meter,
        paymentMethod: PaymentMethod? = nil,
        previousSupplier: String? = nil,
        nextPossibleStart: Bool? = nil,
        intendedStartDate: String? = nil,
        changeReason: ChangeReason? = nil,
        createdBy: String? = nil,
        metadata: [MetadataEntry] = []
    ) {
        self.plan = plan
        self.customer = customer
        self.address = address
        self.meter = meter
        self.paymentMethod = paymentMethod
        self.previousSupplier = previousSupplier
        self.nextPossibleStart = nextPossibleStart
        self.intendedStartDate = intendedStartDate
        self.changeReason = changeReason
        self.createdBy = createdBy
        self.metadata = metadata
    }

    /// The customer: a person or a company. A person has no ``companyName``.
    public struct Customer: Sendable, Equatable {
        /// Which of the API's two shapes the customer has.
        public enum Kind: String, Sendable, CaseIterable {
            /// A private customer; what the API assumes where no type is sent.
            case person
            /// A business customer.
            case company
        }

        /// Person or company (`type`).
        public var type: Kind?
        /// 1–100 characters.
        public var firstName: String?
        /// 1–100 characters.
        public var lastName: String?
        /// 1–100 characters; companies only.
        public var companyName: String?
        /// An e-mail address.
        public var email: String?

        /// Creates a customer; see the properties for what each part means.
        public init(
            type: Kind? = nil,
            firstName: String? = nil,
            lastName: String? = nil,
            companyName: String? = nil,
            email: String? = nil
        ) {
            self.type = type
            self.firstName = firstName
            self.lastName = lastName
            self.companyName = companyName
            self.email = email
        }
    }

    /// The address of the meter.
    public struct Address: Sendable, Equatable {
        /// The postal code; in Germany five digits, leading zeros included.
        public var zip: String
        /// The street without the house number.
        public var street: String?
        /// The house number with any addition (`119 a`).
        public var houseNumber: String?
        /// The city.
        public var city: String?

        /// Creates an address; see the properties for what each part means.
        public init(zip: String, street: String? = nil, houseNumber: String? = nil, city: String? = nil) {
            self.zip = zip
            self.street = street
            self.houseNumber = houseNumber
            self.city = city
        }
    }

    /// The meter.
    public struct Meter: Sendable, Equatable {
        /// How the meter is read.
        public enum Kind: String, Sendable, CaseIterable {
            /// A smart meter; feed-in plans need one.
            case smart
            /// A meter that somebody reads.
            case analog
        }

        /// The expected quantity in kWh a year: consumed, or fed in for a feed-in plan. At least 100.
        public var estimatedUsage: Double
        /// Smart or analog (`type`).
        public var type: Kind?
        /// The number on the meter.
        public var number: String?

        /// Creates a meter; see the properties for what each part means.
        public init(estimatedUsage: Double, type: Kind? = nil, number: String? = nil) {
            self.estimatedUsage = estimatedUsage
            self.type = type
            self.number = number
        }
    }

    /// A SEPA direct debit, the only payment method the API knows.
    public struct PaymentMethod: Sendable, Equatable {
        /// The account, without spaces and in upper case.
        public var iban: String?
        /// The name of the account's holder.
        public var accountHolder: String?

        /// Creates a payment method; see the properties for what each part means.
        public init(iban: String? = nil, accountHolder: String? = nil) {
            self.iban = iban
            self.accountHolder = accountHolder
        }
    }

    /// Why the customer changes the supplier.
    public enum ChangeReason: String, Sendable, CaseIterable {
        /// The customer stays and changes the supplier.
        case supplierChange = "supplier_change"
        /// The customer moves in.
        case moveIn = "move_in"
    }

    /// One entry of the metadata: both sides are texts.
    public struct MetadataEntry: Sendable, Equatable {
        /// The key.
        public var key: String
        /// The value.
        public var value: String

        /// Creates an entry.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }
}
