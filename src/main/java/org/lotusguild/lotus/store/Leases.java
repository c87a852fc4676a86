package org.lotusguild.lotus.store;

import java.util.Optional;

/** Lease rows: who of several processes on one database does the work that must happen once. Life 9 s, renewed every 3 s. */
public interface Leases {

    /** Takes the lease if it is free or has run out; empty if another process holds it. */
    Optional<Lease> tryAcquire(String name);

    /** Lengthens the lease; false if it was lost meanwhile. */
    boolean renew(Lease lease);

    void release(Lease lease);

    /** Of a database that came back from a copy: who held them there is not here. */
    void endAll();

    /** @throws StoreException with {@code LEASE_LOST} if another process took the lease: call it in every writing transaction */
    void require(Tx tx, Lease lease);

    /** One holder's right. The generation grows with every change of holder. */
    record Lease(String name, String holder, long generation) {}
}
