import Testing

@testable import LeadImport
@testable import lead_import

@Suite("The progress line")
struct ProgressLineTests {
    private static func line(
        settled: Int = 1500,
        total: Int = 2340,
        states: [RowState: Int] = [.created: 1400, .invalid: 88, .duplicate: 9],
        parked: Int = 3,
        secondsLeft: Double? = 86
    ) -> ProgressLine {
        var progress = RunProgress()
        progress.settled = settled
        progress.total = total
        progress.states = states
        progress.parked = parked
        return ProgressLine(progress: progress, rate: 9.8, secondsLeft: secondsLeft)
    }

    @Test("With room enough it says everything")
    func full() {
        let (bar, text) = Self.line().fitted(to: 120)
        #expect(bar == 30)
        #expect(text == "64 %  1,500 of 2,340 · 88 invalid · 9 duplicate · 3 in doubt · 9.8/s · 1 min 25 s left")
        #expect(Self.line().full == text)
    }

    @Test(
        "Where room is short, whole parts are left out, the least needed ones first",
        arguments: [
            (77, "64 %  1,500 of 2,340 · 88 invalid · 3 in doubt · 1 min 25 s left"),
            (60, "64 %  1,500 of 2,340 · 3 in doubt · 1 min 25 s left"),
            (50, "64 %  1,500 of 2,340 · 1 min 25 s left"),
            (40, "64 %  1,500 of 2,340"),
        ]
    )
    func narrow(width: Int, text: String) {
        #expect(Self.line().fitted(to: width).text == text)
    }

    @Test("Bar and text never need more than there is", arguments: 0...160)
    func fits(width: Int) {
        for line in [Self.line(), Self.line(settled: 9_999_999, total: 10_000_000), Self.line(settled: 0, total: 0)] {
            let (bar, text) = line.fitted(to: width)
            #expect(text.count + (bar > 0 ? bar + 2 : 0) <= width)
        }
    }

    @Test("100 % is said of all rows only")
    func allOfThem() {
        #expect(Self.line(settled: 9_999_999, total: 10_000_000, parked: 0).full.hasPrefix("99 %"))
        #expect(Self.line(settled: 10_000_000, total: 10_000_000, parked: 0).full.hasPrefix("100 %"))
    }

    @Test("When only doubts are left, it says what it waits for, and no time that nobody knows")
    func waiting() {
        let text = Self.line(settled: 2337, states: [:], secondsLeft: 4).full
        #expect(text == "99 %  2,337 of 2,340 · 3 in doubt · waiting for the API's list")
        #expect(Self.line(settled: 2340, states: [:], secondsLeft: nil).full == "100 %  2,340 of 2,340 · 9.8/s")
    }

    @Test(
        "The time left is no more exact than it can be known",
        arguments: [
            (0.2, "1 s"), (7.4, "7 s"), (43, "45 s"), (86, "1 min 25 s"), (599, "10 min"), (1234, "21 min"),
            (3599, "1 h 0 min"), (1_020_400, "11 d 19 h"),
        ]
    )
    func rough(seconds: Double, text: String) {
        #expect(ProgressLine.rough(seconds) == text)
    }

    @Test("A resumed run's flight over what is done says nothing of the speed of the rest")
    func resumed() throws {
        var speed = ProgressSpeed()
        var progress = RunProgress()
        progress.total = 10_000
        for (index, settled) in [0, 4000, 8000].enumerated() {
            progress.settled = settled
            speed.note(progress, at: Double(index))
        }
        for second in 0...10 {
            progress.settled = 8000 + second * 10
            progress.answered = 1 + second * 10
            speed.note(progress, at: Double(3 + second))
        }
        #expect(speed.answeredPerSecond == 10)
        #expect(speed.secondsLeft(progress) == 190)
    }

    @Test("Before there is anything to go by, no time is told")
    func noSpeed() {
        var speed = ProgressSpeed()
        var progress = RunProgress()
        progress.total = 100
        speed.note(progress, at: 0)
        #expect(speed.secondsLeft(progress) == nil)
        speed.note(progress, at: 5)
        #expect(speed.secondsLeft(progress) == nil)
        progress.settled = 100
        speed.note(progress, at: 6)
        #expect(speed.secondsLeft(progress) == nil)
    }
}
