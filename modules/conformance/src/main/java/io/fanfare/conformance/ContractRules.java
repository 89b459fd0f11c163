package io.fanfare.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Every rule of the contract with its check, in the order of {@code docs/rules.md}. */
final class ContractRules {
    private ContractRules() {}

    static List<CheckedRule> all() {
        return Stream.of(
                        PayloadRules.rules(),
                        PublishRules.rules(),
                        OrderRules.rules(),
                        SubscribeRules.rules(),
                        PatternRules.rules(),
                        ListenerRules.rules(),
                        ConnectionRules.rules(),
                        FlowRules.rules(),
                        CommandRules.rules(),
                        CodecRules.rules(),
                        ClientRules.rules(),
                        DeliveryRules.rules(),
                        QueueRules.rules(),
                        BusRules.rules(),
                        EnvelopeRules.rules(),
                        WatchRules.rules(),
                        RecoveryRules.rules())
                .flatMap(List::stream)
                .toList();
    }
}
