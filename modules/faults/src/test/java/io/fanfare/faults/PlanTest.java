package io.fanfare.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Plan.delay(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Plan.delay(Duration.ofDays(366))).hasMessageContaining("365");
        assertThatThrownBy(() -> Plan.limit(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Plan.stall().lasting(Duration.ZERO)).hasMessageContaining("more than zero");
        assertThatThrownBy(() -> Trigger.bytes(Direction.TO_CLIENT, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Trigger.connections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.sequence(Direction.TO_CLIENT, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Plan.refuse().towards(Direction.TO_CLIENT)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Plan.silence().perConnection()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Plan.reset().perConnection().when(Trigger.connections(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Plan.reset().onNewConnections().towards(Direction.TO_SERVER))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsWhatItIs() {
        assertThat(Plan.limit(10)
                        .towards(Direction.TO_CLIENT)
                        .perConnection()
                        .when(Trigger.bytes(Direction.TO_SERVER, 4)))
                .hasToString("limit to 10 bytes/s TO_CLIENT, per connection, after 4 bytes TO_SERVER");
        assertThat(Plan.reset()).hasToString("reset");
        assertThat(Plan.delay(Duration.ofMillis(5)).onNewConnections().when(Trigger.call()))
                .hasToString("delay PT0.005S, new connections, by call");
    }

    @Test
    void leavesThePlanThatItIsMadeFrom() {
        Plan plan = Plan.reset();
        assertThat(plan.towards(Direction.TO_CLIENT).covers(Direction.TO_SERVER))
                .isFalse();
        assertThat(plan.covers(Direction.TO_SERVER)).isTrue();
    }
}
