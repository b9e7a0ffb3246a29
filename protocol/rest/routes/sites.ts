import { clearance, nothing } from '../common.ts';
import * as devices from '../identity/devices.ts';
import * as endpoints from '../sites/endpoints.ts';
import * as groups from '../sites/groups.ts';
import { contactList } from '../meetings/readiness.ts';
import { roomView } from '../meetings/rooms.ts';
import * as sites from '../sites/sites.ts';
import type { RouteContract } from '../route-contract.ts';

/** Units, their endpoints, groups of endpoints, and devices. */
export const siteRoutes = {
  'site.levels': {
    method: 'GET',
    path: '/api/v1/levels',
    permission: 'site.read',
    response: sites.levelList,
    errors: [],
  },
  'site.list': {
    method: 'GET',
    path: '/api/v1/sites',
    permission: 'site.read',
    query: sites.onDay,
    response: sites.siteList,
    errors: [],
  },
  'site.search': {
    method: 'GET',
    path: '/api/v1/sites/search',
    permission: 'site.read',
    query: sites.siteSearch,
    response: sites.foundSites,
    errors: [],
  },
  /** Creates one unit. `conflict` with the reason, such as that its code is taken. */
  'site.create': {
    method: 'POST',
    path: '/api/v1/sites',
    permission: 'site.administer',
    body: sites.newSite,
    response: sites.site,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  /**
   * Imports a published list of units. If it would touch more than the caller's own units, the answer is
   * `not-found` with the codes of the units outside. Only administrators of the whole tree may change levels
   * and the top of the tree.
   */
  'site.import': {
    method: 'POST',
    path: '/api/v1/sites/import',
    permission: 'site.import',
    body: sites.siteImport,
    response: sites.importReport,
    status: 201,
    idempotent: true,
    errors: ['conflict', 'not-found'],
  },
  /** In one piece, like `site.list`. */
  'site.ended': {
    method: 'GET',
    path: '/api/v1/sites/ended',
    permission: 'site.read',
    response: sites.endedSites,
    errors: [],
  },
  /** What merges would do; changes nothing. */
  'site.checkMerge': {
    method: 'POST',
    path: '/api/v1/sites/merges/check',
    permission: 'site.administer',
    body: sites.siteMerges,
    response: sites.mergeCheck,
    errors: ['not-found'],
  },
  /**
   * Ends units that were created twice, or that have become part of another, from today on. What they have in
   * use moves along. `conflict` if one of the merges is refused, or if they would do something else than the
   * check said.
   */
  'site.merge': {
    method: 'POST',
    path: '/api/v1/sites/merges',
    permission: 'site.administer',
    body: sites.confirmedMerges,
    response: sites.mergeReport,
    errors: ['not-found', 'conflict'],
  },
  'site.get': {
    method: 'GET',
    path: '/api/v1/sites/:siteId',
    permission: 'site.read',
    params: sites.siteParams,
    response: sites.siteDetail,
    errors: ['not-found'],
  },
  /**
   * Corrects a unit's name, or moves it below another parent; both parents must be among the caller's units.
   * The administrators of its new parents administer it from then on. `conflict` with the reason.
   */
  'site.change': {
    method: 'PATCH',
    path: '/api/v1/sites/:siteId',
    permission: 'site.administer',
    params: sites.siteParams,
    body: sites.siteChange,
    response: sites.site,
    errors: ['not-found', 'conflict'],
  },
  /** What would become of a unit that ends; changes nothing. */
  'site.checkRetirement': {
    method: 'GET',
    path: '/api/v1/sites/:siteId/retirement',
    permission: 'site.administer',
    params: sites.siteParams,
    query: sites.retirementQuery,
    response: sites.retirementCheck,
    errors: ['not-found'],
  },
  /**
   * Sets the first day on which a unit no longer exists, or another day if the earlier one is still to come.
   * What the unit has stays with it. `conflict` if that is refused, or if something differs from what the
   * check said.
   */
  'site.retire': {
    method: 'PUT',
    path: '/api/v1/sites/:siteId/retirement',
    permission: 'site.administer',
    params: sites.siteParams,
    body: sites.retirement,
    response: sites.site,
    errors: ['not-found', 'conflict'],
  },

  'endpoint.list': {
    method: 'GET',
    path: '/api/v1/endpoints',
    permission: 'endpoint.read',
    query: endpoints.endpointQuery,
    response: endpoints.endpointList,
    errors: ['not-found'],
  },
  'endpoint.tags': {
    method: 'GET',
    path: '/api/v1/endpoints/tags',
    permission: 'endpoint.read',
    response: endpoints.tagList,
    errors: [],
  },
  'endpoint.create': {
    method: 'POST',
    path: '/api/v1/endpoints',
    permission: 'endpoint.administer',
    body: endpoints.newEndpoint,
    response: endpoints.endpoint,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  /** A changed line counts from the room's next join. */
  'endpoint.change': {
    method: 'PATCH',
    path: '/api/v1/endpoints/:endpointId',
    permission: 'endpoint.administer',
    params: endpoints.endpointParams,
    body: endpoints.endpointChange,
    response: endpoints.endpoint,
    errors: ['not-found'],
  },
  /**
   * Moves a room to another unit of the caller's subtree, with its device, invitations and history. `conflict`
   * with the reason.
   */
  'endpoint.move': {
    method: 'PUT',
    path: '/api/v1/endpoints/:endpointId/site',
    permission: 'endpoint.administer',
    params: endpoints.endpointParams,
    body: endpoints.endpointMove,
    response: endpoints.endpoint,
    errors: ['not-found', 'conflict'],
  },
  /** A room that loses its clearance is out of live classified sessions at once. */
  'endpoint.setClearance': {
    method: 'PUT',
    path: '/api/v1/endpoints/:endpointId/clearance',
    permission: 'clearance.administer',
    params: endpoints.endpointParams,
    body: clearance,
    response: nothing,
    confirmed: true,
    errors: ['confirmation-required', 'not-found'],
  },
  /** Also revokes its devices. */
  'endpoint.retire': {
    method: 'DELETE',
    path: '/api/v1/endpoints/:endpointId',
    permission: 'endpoint.administer',
    params: endpoints.endpointParams,
    response: nothing,
    errors: ['not-found'],
  },

  /** The groups of the caller's subtree, by name. */
  'group.list': {
    method: 'GET',
    path: '/api/v1/groups',
    permission: 'meeting.plan',
    response: groups.groupList,
    errors: [],
  },
  /** `conflict` if the unit already has a group of that name. */
  'group.create': {
    method: 'POST',
    path: '/api/v1/groups',
    permission: 'meeting.plan',
    body: groups.newGroup,
    response: groups.savedGroup,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  'group.change': {
    method: 'PATCH',
    path: '/api/v1/groups/:groupId',
    permission: 'meeting.plan',
    params: groups.groupParams,
    body: groups.groupChange,
    response: groups.savedGroup,
    errors: ['not-found', 'conflict'],
  },
  /** Invitations that were sent by it stay as they are. */
  'group.remove': {
    method: 'DELETE',
    path: '/api/v1/groups/:groupId',
    permission: 'meeting.plan',
    params: groups.groupParams,
    response: nothing,
    errors: ['not-found'],
  },

  'pairing.create': {
    method: 'POST',
    path: '/api/v1/pairings',
    permission: 'device.administer',
    body: devices.newPairing,
    response: devices.pairing,
    status: 201,
    errors: ['not-found'],
  },
  /**
   * Codes for many rooms at once, valid for up to 14 days, to be printed or mailed. `not-found` if one of the rooms is
   * not among the caller's; then no code is made. `too-many-letters` as for letters that are sent again.
   */
  'pairing.createSheet': {
    method: 'POST',
    path: '/api/v1/pairings/sheet',
    permission: 'device.administer',
    body: devices.newPairingSheet,
    response: devices.pairingSheet,
    status: 201,
    errors: ['not-found', 'conflict', 'too-many-letters'],
  },
  /**
   * Makes the machine whose screen shows this code the room's device. `not-found` for a code that no screen
   * shows.
   */
  'pairing.grant': {
    method: 'POST',
    path: '/api/v1/pairings/screen',
    permission: 'device.administer',
    body: devices.grantedCode,
    response: devices.grantedDevice,
    errors: ['not-found', 'too-many-attempts'],
  },
  'device.states': {
    method: 'GET',
    path: '/api/v1/devices/states',
    permission: 'device.administer',
    response: devices.deviceStates,
    errors: [],
  },
  /**
   * A code that the machine shows on its screen, the same one until it expires. Works for the machine that
   * holds the cookie of this answer only.
   */
  'device.showCode': {
    method: 'POST',
    path: '/api/v1/devices/screen-code',
    permission: 'public',
    response: devices.shownCode,
    errors: ['too-fast'],
  },
  /** Asks whether the shown code was typed; if so, the machine is the room's device. */
  'device.claim': {
    method: 'POST',
    path: '/api/v1/devices/screen-code/claim',
    permission: 'public',
    response: devices.claimedDevice,
    errors: ['not-found'],
  },
  /** Turns the machine that sends the code into the endpoint's device. */
  'device.pair': {
    method: 'POST',
    path: '/api/v1/devices',
    permission: 'public',
    body: devices.pairDevice,
    response: devices.deviceSession,
    status: 201,
    errors: ['not-found', 'too-many-attempts'],
  },
  'device.session': {
    method: 'POST',
    path: '/api/v1/devices/session',
    permission: 'public',
    response: devices.deviceSession,
    errors: [],
  },
  'device.revoke': {
    method: 'DELETE',
    path: '/api/v1/endpoints/:endpointId/devices',
    permission: 'device.administer',
    params: endpoints.endpointParams,
    response: devices.revokedDevices,
    errors: ['not-found'],
  },
  /** What a room's page polls. */
  'room.get': {
    method: 'GET',
    path: '/api/v1/room',
    permission: 'room.own',
    response: roomView,
    errors: [],
  },
  /** The contacts that a room calls when its screen cannot help; empty where no unit above it has a contact. */
  'room.support': {
    method: 'GET',
    path: '/api/v1/room/support',
    permission: 'room.own',
    response: contactList,
    errors: [],
  },
} as const satisfies Record<string, RouteContract>;
