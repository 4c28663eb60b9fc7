import type { Server } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import { adsName } from "./ads.js";

/** grpc.health.v1, for the server as a whole (the empty name) and for the ADS service: both always the same. */
export interface Health {
  setServing(serving: boolean): void;
}

export function addHealth(server: Server): Health {
  const services = ["", adsName];
  const health = new HealthImplementation(Object.fromEntries(services.map((name) => [name, "NOT_SERVING"])));
  health.addToServer(server);
  return {
    setServing(serving) {
      for (const name of services) health.setStatus(name, serving ? "SERVING" : "NOT_SERVING");
    },
  };
}
