extension Duration {
    /// Seconds with three decimals, as CTM, RTTM, STM and TextGrid write them: `3725.040`.
    package var secondsText: String {
        let milliseconds = inMilliseconds
        let (seconds, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
        return "\(milliseconds < 0 ? "-" : "")\(seconds).\(rest.padded(to: 3))"
    }

    /// Hours, minutes, seconds and milliseconds as subtitles write them: `01:02:05,040`. Hours grow beyond two
    /// digits when they must.
    ///
    /// - Parameter mark: The decimal mark, a comma in SRT and a point in WebVTT.
    /// - Precondition: Not negative.
    func clockText(mark: Character) -> String {
        precondition(self >= .zero, "a subtitle cannot start before the recording")
        let milliseconds = inMilliseconds.magnitude
        let (minutes, seconds) = (milliseconds / 1000).quotientAndRemainder(dividingBy: 60)
        let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return
            "\(hours.padded(to: 2)):\(minute.padded(to: 2)):\(seconds.padded(to: 2))\(mark)\((milliseconds % 1000).padded(to: 3))"
    }
}

extension UInt64 {
    /// The digits, with zeros before them up to `width`.
    fileprivate func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
