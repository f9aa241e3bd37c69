import type { Diagnosis } from '../doctor.ts';
import type { Item } from '../model/catalogue.ts';
import { factOf, valueIn } from '../model/fact.ts';
import type { State } from './state.ts';

/** A container that could be the gateway. */
export interface GatewayChoice extends Omit<Item<'containers'>, 'name'> {
  readonly name: string;
}

/** The gateways in containers of this machine, those that run first. */
export function gatewayChoices(diagnosis: Diagnosis | null): readonly GatewayChoice[] {
  const containers = (diagnosis && valueIn(diagnosis.facts, 'containers')) ?? [];
  return containers
    .filter((container): container is GatewayChoice => container.name !== null && container.role === 'gateway')
    .sort((a, b) => Number(b.running) - Number(a.running));
}

/** Whether the user has chosen a gateway, and may have meant another. */
export function canChooseAnother({ canAim, container, diagnosis }: State): boolean {
  return canAim && container !== null && gatewayChoices(diagnosis).length > 1;
}

/** Whether several gateways could be meant, so that only the user can tell. */
export function mustChooseGateway(diagnosis: Diagnosis | null): boolean {
  if (!diagnosis || factOf(diagnosis.facts, 'gateway.kind').status === 'known') return false;
  return gatewayChoices(diagnosis).length > 1;
}
