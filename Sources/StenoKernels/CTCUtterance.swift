import CKernels

/// The lattice of one utterance: frames by states, the states being blank, label, blank, label, …, blank.
struct CTCUtterance {
    let logits: UnsafePointer<Float>
    let frames: Int
    let paddedFrames: Int
    let symbols: Int
    let blank: Int
    let labels: ArraySlice<Int32>

    var states: Int { 2 * labels.count + 1 }

    func symbol(of state: Int) -> Int {
        state % 2 == 0 ? blank : Int(labels[labels.startIndex + state / 2])
    }

    // A path may jump over the blank only between different labels: jumping between equal ones would turn "ll" into
    // "l". Graves et al. 2006, section 4.1.
    func mayJump(to state: Int) -> Bool {
        state % 2 == 1 && state >= 3 && symbol(of: state) != symbol(of: state - 2)
    }

    func loss() -> Float {
        guard frames > 0 else { return labels.isEmpty ? 0 : .infinity }
        let probabilities = logProbabilities()
        let alpha = forwardVariables(probabilities)
        return finite(-total(alpha))
    }

    func lossAndGradient(_ gradient: UnsafeMutablePointer<Float>) -> Float {
        gradient.update(repeating: 0, count: paddedFrames * symbols)
        guard frames > 0 else { return labels.isEmpty ? 0 : .infinity }
        let probabilities = logProbabilities()
        let alpha = forwardVariables(probabilities)
        let loss = finite(-total(alpha))
        guard loss.isFinite else { return loss }
        let beta = backwardVariables(probabilities)
        for t in 0..<frames {
            let row = gradient + t * symbols
            kernels.apply(ElementFunction.exp.kernel, probabilities.span.address + t * symbols, row, symbols)
            for state in 0..<states {
                row[symbol(of: state)] -= exponential(
                    alpha[t * states + state] + beta[t * states + state] + loss)
            }
        }
        return loss
    }

    private func finite(_ loss: Float) -> Float { loss.isNaN ? .infinity : loss }

    private func logProbabilities() -> [Float] {
        [Float](unsafeUninitializedCapacity: frames * symbols) { buffer, count in
            count = frames * symbols
            if let base = buffer.baseAddress { kernels.logSoftmax(logits, base, frames, symbols) }
        }
    }

    private func total(_ alpha: [Float]) -> Float {
        let last = (frames - 1) * states + states - 1
        return logSum(alpha[last], states > 1 ? alpha[last - 1] : -.infinity)
    }

    /// ln of the probability of all path beginnings that end in a state at a frame, `[T, S]`.
    private func forwardVariables(_ p: [Float]) -> [Float] {
        var alpha = [Float](repeating: -.infinity, count: frames * states)
        alpha[0] = p[blank]
        if states > 1 { alpha[1] = p[symbol(of: 1)] }
        for t in 1..<max(1, frames) {
            let before = (t - 1) * states
            for state in 0..<states {
                var sum = alpha[before + state]
                if state >= 1 { sum = logSum(sum, alpha[before + state - 1]) }
                if mayJump(to: state) { sum = logSum(sum, alpha[before + state - 2]) }
                alpha[t * states + state] = sum + p[t * symbols + symbol(of: state)]
            }
        }
        return alpha
    }

    /// ln of the probability of all path ends after a state at a frame, that frame left out, `[T, S]`.
    private func backwardVariables(_ p: [Float]) -> [Float] {
        var beta = [Float](repeating: -.infinity, count: frames * states)
        beta[frames * states - 1] = 0
        if states > 1 { beta[frames * states - 2] = 0 }
        for t in (0..<(frames - 1)).reversed() {
            let next = t + 1
            func step(_ state: Int) -> Float {
                beta[next * states + state] + p[next * symbols + symbol(of: state)]
            }
            for state in 0..<states {
                var sum = step(state)
                if state + 1 < states { sum = logSum(sum, step(state + 1)) }
                if state + 2 < states && mayJump(to: state + 2) { sum = logSum(sum, step(state + 2)) }
                beta[t * states + state] = sum
            }
        }
        return beta
    }
}
