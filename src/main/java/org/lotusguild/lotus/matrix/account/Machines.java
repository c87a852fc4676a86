package org.lotusguild.lotus.matrix.account;

import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Leases;

/** Opens the encryption machine of a device: {@link org.lotusguild.lotus.crypto.machine.CryptoMachines#open}. */
@FunctionalInterface
public interface Machines {
    CryptoMachine open(UserId user, DeviceId device, Vault vault, Optional<Leases.Lease> lease);
}
