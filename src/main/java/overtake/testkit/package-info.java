/// Scenarios in your own test suite, under JUnit 5 and beside Pekko's TestKit.
///
///     @ScenarioTest("scenarios/MyIdea.conf")
///     void the_barriers_are_enough(TestScenario scenario) {
///         assertThat(scenario.with("params.barriers=true")).under(TSO).neverViolates("no-lost-wakeup");
///     }
///
/// JUnit and Pekko's TestKit are not among this jar's dependencies: a project that uses them brings its own.
@NullMarked
package overtake.testkit;

import org.jspecify.annotations.NullMarked;
