import StenoTraining
import Testing

@Suite("Learning-rate schedule")
struct LearningRateScheduleTests {
    private func progress(step: Int, epoch: Double = 0, errors: [Double] = []) -> TrainingProgress {
        TrainingProgress(step: step, epoch: epoch, epochs: 10, developmentErrors: errors)
    }

    @Test("warm-up rises linearly to the peak", arguments: [1, 50, 100, 500])
    func warmUp(step: Int) {
        let schedule = ConstantSchedule(peak: 2, warmUpSteps: 100)
        #expect(abs(schedule.rate(at: progress(step: step)) - 2 * min(Double(step) / 100, 1)) < 1e-12)
    }

    @Test("half a cosine takes the rate from the peak through its middle to its floor")
    func cosine() {
        let schedule = CosineSchedule(peak: 1, warmUpSteps: 0, floor: 0.1)
        #expect(schedule.rate(at: progress(step: 9, epoch: 0)) == 1)
        #expect(abs(schedule.rate(at: progress(step: 9, epoch: 5)) - 0.55) < 1e-12)
        #expect(abs(schedule.rate(at: progress(step: 9, epoch: 10)) - 0.1) < 1e-12)
    }

    @Test("Noam's rate is largest at the end of its warm-up and halves at four times as many steps")
    func noam() {
        let schedule = NoamSchedule(peak: 1, warmUpSteps: 100)
        #expect(schedule.rate(at: progress(step: 50)) == 0.5)
        #expect(schedule.rate(at: progress(step: 100)) == 1)
        #expect(schedule.rate(at: progress(step: 400)) == 0.5)
    }

    @Test("Eden's rate has fallen by the fourth root of two at its knee, in steps and in epochs")
    func eden() {
        let schedule = EdenSchedule(peak: 1, warmUpSteps: 0, steps: 1_000, epochs: 4)
        let root = 0.840_896_415_253_714_5
        #expect(abs(schedule.rate(at: progress(step: 1_000)) - root) < 1e-9)
        #expect(abs(schedule.rate(at: progress(step: 1_000, epoch: 4)) - root * root) < 1e-9)
    }

    @Test("a plateau lowers the rate once for every `patience` epochs without a better result")
    func plateau() {
        let schedule = PlateauSchedule(peak: 1, warmUpSteps: 0, factor: 0.5, patience: 2, floor: 0.01)
        #expect(schedule.rate(at: progress(step: 9, errors: [0.5, 0.4, 0.3])) == 1)
        #expect(schedule.rate(at: progress(step: 9, errors: [0.5, 0.6, 0.6])) == 0.5)
        #expect(schedule.rate(at: progress(step: 9, errors: [0.5, 0.6, 0.6, 0.4, 0.4, 0.4])) == 0.25)
    }
}
