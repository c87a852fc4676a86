package org.lotusguild.lotus.webhooks.sender;

import java.util.Optional;
import org.lotusguild.lotus.matrix.MatrixAccount;

/**
 * An account that speaks for a service.
 *
 * @param inFront the name that stands before each message, because others speak through the same account
 */
public record Sender(MatrixAccount account, Optional<String> inFront) {}
